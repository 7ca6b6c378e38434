//! Score and rank by the plan's points, in whole numbers, so that a tie is a tie.

use std::cmp::Ordering;

use plan::Grade;

/// What one department got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Graded {
    /// How often each grade was chosen, in the order of the plan.
    pub counts: Vec<u64>,
    /// Points of all counted grades together.
    points: u64,
    /// How many of the grades count: those with points.
    pub counted: u64,
    /// The sum of squares, for the spread.
    squares: u64,
    /// The fewest and the most points that a grade gives.
    bounds: (u32, u32),
}

impl Graded {
    /// The counts of one department under these grades.
    pub fn new(grades: &[Grade], counts: Vec<u64>) -> Self {
        let scored = || grades.iter().zip(&counts).filter_map(|(grade, count)| Some((u64::from(grade.points?), *count)));
        let points = scored().map(|(points, count)| points * count).sum();
        let squares = scored().map(|(points, count)| points * points * count).sum();
        let given = || grades.iter().filter_map(|grade| grade.points);
        let bounds = (given().min().unwrap_or(0), given().max().unwrap_or(0));
        Graded { counted: scored().map(|(_, count)| count).sum(), points, squares, bounds, counts }
    }

    /// The mean of the counted grades; None if nothing counts.
    pub fn score(&self) -> Option<f64> {
        (self.counted > 0).then(|| self.points as f64 / self.counted as f64)
    }

    /// The 95 % band of the mean as if the panel were a simple random sample, which it is not; within the points that there are.
    pub fn band(&self) -> Option<(f64, f64)> {
        let (score, counted) = (self.score()?, self.counted as f64);
        let variance = (self.squares as f64 / counted - score * score).max(0.0);
        let half = 1.96 * (variance / counted).sqrt();
        let (fewest, most) = (f64::from(self.bounds.0), f64::from(self.bounds.1));
        Some(((score - half).max(fewest), (score + half).min(most)))
    }

    /// By score, without rounding; who has none stands last.
    fn compare(&self, other: &Graded) -> Ordering {
        match (self.counted, other.counted) {
            (0, 0) => Ordering::Equal,
            (0, _) => Ordering::Less,
            (_, 0) => Ordering::Greater,
            _ => (u128::from(self.points) * u128::from(other.counted)).cmp(&(u128::from(other.points) * u128::from(self.counted))),
        }
    }
}

/// The rank of each, from 1; equal scores share a rank and the next one is left out.
pub(super) fn ranks(all: &[&Graded]) -> Vec<usize> {
    all.iter().map(|one| 1 + all.iter().filter(|other| other.compare(one) == Ordering::Greater).count()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grades() -> Vec<Grade> {
        let grade = |id: &str, points| Grade { id: id.parse().unwrap(), name: id.into(), points };
        vec![grade("good", Some(100)), grade("fair", Some(70)), grade("bad", Some(30)), grade("unknown", None)]
    }

    #[test]
    fn a_grade_without_points_is_not_counted_and_ties_share_a_rank() {
        let one = Graded::new(&grades(), vec![1, 1, 0, 7]);
        assert_eq!((one.score(), one.counted), (Some(85.0), 2));
        let (same, better, none) =
            (Graded::new(&grades(), vec![2, 2, 0, 0]), Graded::new(&grades(), vec![3, 0, 0, 0]), Graded::new(&grades(), vec![0, 0, 0, 9]));
        assert_eq!(ranks(&[&one, &same, &better, &none]), [2, 2, 1, 4]);
        assert_eq!((none.score(), none.band(), better.band()), (None, None, Some((100.0, 100.0))));
        let (low, high) = one.band().unwrap();
        assert!((85.0 - low - 1.96 * 15.0 / 2f64.sqrt()).abs() < 1e-9);
        assert_eq!(high, 100.0, "there are no more points than that");
    }
}
