//! What happens offline, and how it comes to the server: keys, cards, ballots of other phones, shares.

use ballot::cast::Poll;
use ballot::ceremony::sitting::{Board, Member, Step};
use ballot::election::Election;
use ballot::group::system_random;
use ballot::tally::PartialDecryption;
use ballot::verify::{Options, verify_total};
use ballotbox::cards::deck::{self, Deck};
use serde_json::Value;
use ureq::Agent;

use super::hall::{Hall, VENUES, page_of};

pub const PROPOSALS: &str = "/office/elections/proposals/";

/// The three trustees with what each keeps at home.
pub struct Trustees(Vec<Member>);

impl Trustees {
    /// All keys of all sessions in one sitting; two officers confirm that the words agree.
    pub fn sit(hall: &mut Hall) -> Self {
        hall.staff("officer1").get("/office/ceremony").expect(200);
        let home = page_of(&hall.staff("officer1").post("/office/ceremony", &[]).expect(303));
        let mut members: Vec<Member> = (1..=3).map(|number| Member::new(number, 3, &mut system_random())).collect();
        let mut board = Board::new(3, 2, 3).expect("a sitting");
        for step in Step::ALL {
            for (number, member) in (1..).zip(&mut members) {
                let posting = member.next(&board, &mut system_random()).expect("a board").expect("something to post");
                let trustee = hall.staff(&format!("trustee{number}"));
                trustee.get(&home).expect(200);
                trustee
                    .upload(&format!("{home}/postings"), &[], &format!("{step}-{number}.json"), posting.to_json().as_bytes())
                    .expect(303);
                board.post(posting).expect("taken here as there");
            }
        }
        hall.both(&home, &format!("{home}/elections"), &[], PROPOSALS);
        Trustees(members)
    }

    /// Two of them download the total, decrypt it at home and post what their share hashes to; the shares, which stay with them.
    pub fn decrypt(&self, hall: &mut Hall, session: &Session) -> Vec<String> {
        let path = format!("/office/release/{}", session.uuid());
        let mut shares = Vec::new();
        for number in [1, 3] {
            let total = download(hall, &format!("{path}/total.bel"), Some(&format!("trustee{number}")));
            let verified = verify_total(&total[..], Options::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
            let keys = self.0[number - 1].keys().expect("keys");
            let key = keys.into_iter().nth(session.number as usize - 1).expect("a key of this session");
            let share = PartialDecryption::make(&verified.tally, &verified.trustees, &key, &mut system_random()).expect("a share");
            let share = share.share().to_json();
            let hash = record::Digest::of(share.as_bytes()).to_string();
            let trustee = hall.staff(&format!("trustee{number}"));
            trustee.get("/office/release").expect(200);
            trustee.post(&format!("{path}/share"), &[("sha256", &hash)]).expect(303);
            shares.push(share);
        }
        shares
    }
}

/// One session's election, with the cards as they lie in their envelopes.
pub struct Session {
    pub number: u32,
    pub election: Election,
    pub decks: Vec<Deck>,
}

impl Session {
    /// The card maker prints, hands in the public lists, and two officers compare the words.
    pub fn print(hall: &mut Hall, number: u32) -> Self {
        let page = format!("/office/elections/{number}");
        let maker = hall.staff("maker");
        let shown = maker.get(&page).expect(200);
        let uuid = shown.between("/elections/", "/election.json").rsplit('/').next().unwrap_or_default().to_owned();
        let text = maker.get(&format!("/elections/{uuid}/election.json")).expect(200).body;
        let election = Election::from_json(text.as_bytes()).expect("an election");
        let plan = plan::Plan::read(&web::testing::three_venues()).expect("the plan").resolved();
        let decks: Vec<Deck> = plan.venues.iter().map(|venue| Deck::make(&plan, venue, &election.uuid).expect("a deck")).collect();
        let list = deck::merge(&decks).expect("no two alike").to_json();
        let counts = deck::venues(&election.uuid, number, &decks).to_text();
        let files = [("credentials", "public_credentials.json", list.as_bytes()), ("venues", "venues.json", counts.as_bytes())];
        let maker = hall.staff("maker");
        maker.get(&page).expect(200);
        maker.upload_files(&format!("{page}/cards"), &[], &files).expect(303);
        hall.both(&page, &format!("{page}/setup"), &[], PROPOSALS);
        Session { number, election, decks }
    }

    pub fn uuid(&self) -> &str {
        self.election.uuid.as_str()
    }

    pub fn page(&self) -> String {
        format!("/v/{}", self.uuid())
    }

    /// What the private code of a venue's card leads to.
    pub fn card(&self, venue: &str, card: usize) -> String {
        format!("{}#{}", self.page(), self.secret(venue, card))
    }

    /// What stands under the scratch-off.
    pub fn secret(&self, venue: &str, card: usize) -> String {
        self.deck(venue).cards[card].credential.reveal().to_string()
    }

    fn deck(&self, venue: &str) -> &Deck {
        self.decks.iter().find(|deck| deck.venue == venue).unwrap_or_else(|| panic!("no deck of {venue}"))
    }

    /// At every venue one desk scans the cards from `taken` on, another counts them by hand.
    pub fn count(&self, hall: &mut Hall, taken: impl Fn(&str) -> usize) {
        let page = format!("/venue/cards/{}", self.number);
        for venue in VENUES {
            let left = &self.deck(venue).cards[taken(venue)..];
            let first = hall.desk(&format!("{venue}-1"));
            first.get(&page).expect(200);
            for card in left {
                first.post(&format!("{page}/scans"), &[("why", "left"), ("code", &card.public.to_hex())]).expect(303);
            }
            first.post(&format!("{page}/count"), &[]).expect(303);
            let second = hall.desk(&format!("{venue}-2"));
            let confirm = second.get(&page).expect(200).between(&format!("action=\"{page}/proposals/"), "/").to_owned();
            let counted = left.len().to_string();
            second.post(&format!("{page}/proposals/{confirm}/confirm"), &[("left", &counted), ("void", "0")]).expect(303);
        }
    }

    /// Other phones vote with these cards, everybody with this answer for all departments.
    pub fn vote(&self, hall: &Hall, cards: &[(&str, usize)], answer: usize) {
        let (poll, agent) = (Poll::new(&self.election), agent());
        for (venue, card) in cards {
            let card = &self.deck(venue).cards[*card].credential;
            let ballot = poll.cast(card, &[answer; 10], &mut system_random()).expect("choices that fit");
            let sent = agent.post(format!("{}{}/ballots", hall.ballots, self.page())).send(ballot.text()).expect("an answer");
            assert_eq!(sent.status().as_u16(), 200);
        }
    }

    /// What the ballot host says of this session.
    pub fn state(&self, hall: &Hall) -> Value {
        let text =
            agent().get(format!("{}{}/state.json", hall.ballots, self.page())).call().expect("an answer").body_mut().read_to_string();
        serde_json::from_str(&text.expect("text")).expect("JSON")
    }
}

fn agent() -> Agent {
    Agent::config_builder().http_status_as_error(false).build().into()
}

/// A file of the portal, as somebody of the staff or as anybody.
pub fn download(hall: &mut Hall, path: &str, login: Option<&str>) -> Vec<u8> {
    let cookie = login
        .map_or_else(String::new, |login| format!("sanmin_session={}", hall.staff(login).cookie("sanmin_session").expect("signed in")));
    let mut answer =
        agent().get(format!("http://{}{path}", hall.activity.server.address)).header("Cookie", cookie).call().expect("an answer");
    assert_eq!(answer.status().as_u16(), 200, "{path}");
    answer.body_mut().with_config().limit(1 << 26).read_to_vec().expect("a body")
}
