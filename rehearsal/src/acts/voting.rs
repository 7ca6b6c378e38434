//! The ballot of a session: two officers open the window, phones vote over good and bad networks, and the window closes by its time (M54–M56).

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use jiff::ToSpan;
use jiff::civil::DateTime;

use super::keys::PROPOSALS;
use super::paper;
use crate::envelopes::Card;
use crate::phones::{Booth, Conduct, Outcome, Phone, voters};
use crate::report::{Session, Waits};
use crate::theatre::{Drill, OFFICERS};
use crate::{Stumbled, Theatre};

const WINDOWS: &str = "/office/windows";
/// Phones that are at the ballot at the same moment.
const AT_ONCE: usize = 64;
/// The real time over which as many phones come as a whole session has, unless there is more to do than the machine can.
const ARRIVALS: Duration = Duration::from_millis(9_000);
const WHOLE: usize = 1_500;
/// How long the server may take to close a window whose time is over, or to be back after a fault.
const PATIENCE: Duration = Duration::from_secs(60);

/// Plays the ballot of the session at this place of the halls, from `opens` on.
pub(super) fn play(theatre: &mut Theatre<'_>, place: usize, opens: DateTime) -> Result<(), Stumbled> {
    let Some(hall) = theatre.halls.get(place) else { return Ok(()) };
    let (number, uuid) = (hall.number, hall.uuid());
    let issued: usize = hall.venues.iter().map(|venue| venue.issued).sum();
    let present: usize = hall.venues.iter().map(|venue| venue.present).sum();
    let (departments, grades) = (hall.totals.len(), hall.totals.first().map_or(0, Vec::len));
    let everybody = voters(theatre.seed, number, issued, departments, grades);
    let on_paper = paper::venue(theatre, place);
    let booth = Booth::enter(&theatre.stage.ballots, &uuid)?;

    // The halls leave the theatre while their cards are borrowed.
    let halls = std::mem::take(&mut theatre.halls);
    let outcome = halls.get(place).map_or(Ok(None), |hall| {
        let mut phones: Vec<Phone<'_>> = Vec::new();
        let mut paper: Vec<Phone<'_>> = Vec::new();
        let mut next = everybody.iter();
        for venue in &hall.venues {
            for (card, voter) in venue.cards.iter().take(venue.issued).zip(&mut next) {
                let phone = Phone::new(voter, card);
                if Some(&venue.id) == on_paper.as_ref() { paper.push(phone) } else { phones.push(phone) }
            }
        }
        let spare = hall.venues.iter().find_map(|venue| venue.cards.get(venue.issued));
        let window = Window { booth: &booth, uuid: &uuid, opens };
        window.play(theatre, phones, paper, on_paper.as_deref(), spare).map(Some)
    });
    theatre.halls = halls;
    let Some(played) = outcome? else { return Ok(()) };

    if let Some(hall) = theatre.halls.get_mut(place) {
        hall.totals.clone_from(&played.totals);
    }
    let conducts = everybody.iter().fold(BTreeMap::<Conduct, usize>::new(), |mut counts, voter| {
        *counts.entry(voter.conduct).or_default() += 1;
        counts
    });
    let mut conduct: Vec<(&'static str, usize)> = conducts.into_iter().map(|(conduct, count)| (conduct.word(), count)).collect();
    conduct.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    theatre.report.sessions.push(Session {
        number,
        uuid,
        present,
        counted: played.counted,
        totals: played.totals,
        conduct,
        answers: played.said.into_iter().collect(),
        waits: Waits::of(played.waits),
        seconds: played.took.as_secs_f64(),
    });
    Ok(())
}

/// A window, and the booth in which its phones are.
struct Window<'a> {
    booth: &'a Booth,
    uuid: &'a str,
    opens: DateTime,
}

/// What a window came to.
struct Played {
    counted: usize,
    totals: Vec<Vec<u64>>,
    waits: Vec<Duration>,
    said: BTreeMap<String, usize>,
    took: Duration,
}

impl Window<'_> {
    fn play(
        &self,
        theatre: &mut Theatre<'_>,
        mut phones: Vec<Phone<'_>>,
        paper: Vec<Phone<'_>>,
        on_paper: Option<&str>,
        spare: Option<&Card>,
    ) -> Result<Played, Stumbled> {
        theatre.at(self.opens.saturating_add(5.minutes()))?;
        let opens = self.opens.saturating_add(5.minutes());
        for phone in phones.iter_mut().filter(|phone| phone.voter.conduct == Conduct::Early) {
            self.booth.try_early(phone)?;
        }
        theatre.both(OFFICERS, WINDOWS, &format!("{WINDOWS}/{}/opening", self.uuid), &[], PROPOSALS)?;
        let minutes = i64::from(theatre.plan.ballot.window.minutes);
        phones.sort_by(|one, other| one.voter.arrives.total_cmp(&other.voter.arrives));
        let began = Instant::now();
        let mut outcomes = self.everybody_votes(theatre, &phones, opens, minutes)?;
        let took = began.elapsed();
        if let Some(card) = spare {
            self.booth.refused(&card.credential, &vec![0; self.booth.shape().len()], "card-revoked")?;
        }
        let mut end = opens.saturating_add(minutes.minutes());
        if let Some(venue) = on_paper {
            end = paper::outage(theatre, self.uuid, venue, end)?;
            let keyed = paper.iter().filter(|phone| phone.voter.conduct.is_counted()).count();
            for phone in paper.iter().filter(|phone| phone.voter.conduct.is_counted()) {
                outcomes.push(self.booth.vote(phone, Conduct::Kiosk)?);
            }
            paper::count(theatre, venue, keyed)?;
        }
        theatre.at(end.saturating_add(2.minutes()))?;
        self.await_close()?;
        for phone in phones.iter().filter(|phone| phone.voter.conduct == Conduct::Late) {
            self.booth.refused(&phone.card.credential, &phone.voter.choices, "closed")?;
        }
        let mut totals: Vec<Vec<u64>> = self.booth.shape().iter().map(|answers| vec![0; *answers]).collect();
        for phone in phones.iter().chain(&paper).filter(|phone| phone.voter.conduct.is_counted()) {
            for (counts, choice) in totals.iter_mut().zip(&phone.voter.choices) {
                if let Some(count) = counts.get_mut(*choice) {
                    *count += 1;
                }
            }
        }
        let mut said = BTreeMap::new();
        for word in outcomes.iter().flat_map(|outcome| &outcome.said) {
            *said.entry(word.clone()).or_default() += 1;
        }
        let counted: Vec<&Outcome> = outcomes.iter().filter(|outcome| outcome.counted).collect();
        self.are_in_the_box(&counted)?;
        let waits = counted.iter().filter_map(|outcome| outcome.waited).collect();
        let session = theatre.report.sessions.len() + 1;
        theatre.report.checked("receipts", format!("第 {session} 场：{} 张回执的签名正确，每一张票都在票箱里", counted.len()), "");
        Ok(Played { counted: counted.len(), totals, waits, said, took })
    }

    /// All phones, each when it is due; meanwhile the clock goes on, and in a drill something happens.
    fn everybody_votes(
        &self,
        theatre: &mut Theatre<'_>,
        phones: &[Phone<'_>],
        opens: DateTime,
        minutes: i64,
    ) -> Result<Vec<Outcome>, Stumbled> {
        let is_second = theatre.report.sessions.len() == 1;
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let results: Mutex<Vec<Result<Outcome, Stumbled>>> = Mutex::new(Vec::with_capacity(phones.len()));
        let pace = ARRIVALS.mul_f64(phones.len() as f64 / WHOLE as f64);
        let bad_network = is_second && matches!(theatre.drill, Drill::Network);
        let began = Instant::now();
        let hand = || {
            while let Some((place, phone)) = take(&next, phones) {
                thread::sleep((began + pace.mul_f64(phone.voter.arrives)).saturating_duration_since(Instant::now()));
                let conduct = if bad_network && phone.voter.conduct == Conduct::Plain { unlucky(place) } else { phone.voter.conduct };
                let outcome = self.booth.vote(phone, conduct);
                done.fetch_add(1, Ordering::Relaxed);
                if outcome.is_err() {
                    give_up(&next, phones);
                }
                if let Ok(mut results) = results.lock() {
                    results.push(outcome);
                }
            }
        };
        let bar = theatre.bar(phones.len(), "phones");
        thread::scope(|scope| {
            let hands: Vec<_> = (0..AT_ONCE.min(phones.len())).map(|_| scope.spawn(hand)).collect();
            let mut step = Steps { opens, minutes, minute: 0, befallen: !is_second };
            while !hands.iter().all(|hand| hand.is_finished()) {
                thread::sleep(Duration::from_millis(100));
                let count = done.load(Ordering::Relaxed);
                bar.set_position(count as u64);
                // Nobody goes on voting for minutes where nothing can come of it.
                step.take(theatre, count as f64 / phones.len() as f64).inspect_err(|_| give_up(&next, phones))?;
            }
            Ok::<(), Stumbled>(())
        })?;
        bar.finish_and_clear();
        if is_second {
            tell_drill(theatre, phones.len());
        }
        results.into_inner().unwrap_or_default().into_iter().collect()
    }

    fn await_close(&self) -> Result<(), Stumbled> {
        let until = Instant::now() + PATIENCE;
        loop {
            let state = self.booth.host().state()?;
            if state == "closed" {
                return Ok(());
            }
            if Instant::now() > until {
                return Err(Stumbled::Awaited(format!("the close of {} (it is {state})", self.uuid)));
            }
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// Every phone asks once more for its receipt.
    fn are_in_the_box(&self, counted: &[&Outcome]) -> Result<(), Stumbled> {
        crate::crowd::each(counted, AT_ONCE, |_, outcome| self.booth.host().holds(&outcome.tracker)).map(drop)
    }
}

/// What goes on beside the phones of a session.
struct Steps {
    opens: DateTime,
    minutes: i64,
    /// Of the window, to which the clock has come.
    minute: i64,
    /// Whether what the drill is for has happened.
    befallen: bool,
}

impl Steps {
    /// Goes on with the clock, and lets happen what the drill is for, when this share of the phones has voted.
    fn take(&mut self, theatre: &mut Theatre<'_>, share: f64) -> Result<(), Stumbled> {
        if share > 0.4 && !self.befallen {
            self.befallen = true;
            match theatre.drill {
                Drill::Crash(house) => house.crash().and_then(|()| theatre.await_office(PATIENCE))?,
                Drill::Failover(house) => house.lose_database().and_then(|()| theatre.await_office(PATIENCE))?,
                Drill::None | Drill::Network => {}
            }
        }
        // The last minutes are kept, so that nobody is late because of a slow machine.
        let due = (share * (self.minutes - 3) as f64) as i64;
        if due > self.minute {
            self.minute = due;
            theatre.at(self.opens.saturating_add(due.minutes()))?;
        }
        Ok(())
    }
}

/// No further phone is taken up.
fn give_up(next: &AtomicUsize, phones: &[Phone<'_>]) {
    next.store(phones.len(), Ordering::Relaxed);
}

fn take<'a, 'b>(next: &AtomicUsize, phones: &'a [Phone<'b>]) -> Option<(usize, &'a Phone<'b>)> {
    let place = next.fetch_add(1, Ordering::Relaxed);
    phones.get(place).map(|phone| (place, phone))
}

/// What the drill of the second session shows: every phone ends with a receipt, or nothing would go on.
fn tell_drill(theatre: &mut Theatre<'_>, phones: usize) {
    let (key, words) = match theatre.drill {
        Drill::None => return,
        Drill::Crash(_) => ("drill-crash", "服务器在投票中途被强行关掉又重新启动"),
        Drill::Failover(_) => ("drill-failover", "数据库主机在投票中途失去，由备机接替"),
        Drill::Network => ("drill-network", "每部手机都断网、慢、重复提交"),
    };
    theatre.report.checked(key, format!("{words}：{phones} 部手机都得到了回答，没有一张票丢失或重复"), "");
}

/// How a phone fares when the network is bad for everybody.
fn unlucky(place: usize) -> Conduct {
    [Conduct::LostAnswer, Conduct::SlowLine, Conduct::DoubleTap][place % 3]
}
