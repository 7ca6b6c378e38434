//! The files of the ballot page (`voter/page`, `voter/dist`): what this host serves, what may stand on a third party's host, and what the
//! ledger says of them.
//!
//! All but the first page stand under an address that names their content. The first page names the box, so that it works wherever it stands.

use std::collections::BTreeMap;

use ballot::digest::Digest;
use record::{PageFile, PagePublished};
use web::assets::Asset;

/// The files as `voter/build.mjs` makes them, and the reader of codes for browsers that have none.
const FILES: [(&str, &str); 6] = [
    ("ballot.css", include_str!("../../../../voter/page/ballot.css")),
    ("desk.js", include_str!("../../../../voter/dist/desk.js")),
    ("jsQR.js", include_str!("../../../../third_party/jsqr/dist/jsQR.js")),
    ("page.js", include_str!("../../../../voter/dist/page.js")),
    ("qr.js", include_str!("../../../../voter/dist/qr.js")),
    ("voter.js", include_str!("../../../../voter/dist/voter.js")),
];
const INDEX: &str = include_str!("../../../../voter/page/index.html");

/// The path of the first page, which is served for every election.
pub const INDEX_PATH: &str = "/v/index.html";

/// The page's files by their paths.
pub struct PageFiles(BTreeMap<String, Vec<u8>>);

impl PageFiles {
    /// The files of a page that talks to this box, an origin such as `https://ballot.example`.
    pub fn new(ballot_origin: &str) -> Self {
        let mut all = String::new();
        for (name, text) in FILES {
            all.push_str(&format!("{name} {}\n", Digest::of(text.as_bytes()).to_hex()));
        }
        let name: String = Digest::of(all.as_bytes()).to_hex().chars().take(16).collect();
        let folder = format!("/page/{name}");
        let index = INDEX.replace("{{box}}", ballot_origin).replace("{{folder}}", &folder);
        let mut files: BTreeMap<String, Vec<u8>> =
            FILES.iter().map(|(name, text)| (format!("{folder}/{name}"), text.as_bytes().to_vec())).collect();
        files.insert(INDEX_PATH.to_owned(), index.into_bytes());
        PageFiles(files)
    }

    /// All files, sorted by path.
    pub fn all(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// What the ledger says of them.
    ///
    /// # Errors
    /// A path that cannot stand in a statement; there is none.
    pub fn statement(&self) -> Result<PagePublished, String> {
        let file = |(path, bytes): (&str, &[u8])| {
            let path = path.parse().map_err(|error| format!("{path}: {error}"))?;
            Ok(PageFile { path, sha256: record::Digest::from_bytes(*Digest::of(bytes).as_bytes()) })
        };
        Ok(PagePublished { files: self.all().map(file).collect::<Result<_, String>>()? })
    }

    /// The files as they are served.
    pub(super) fn served(&self) -> BTreeMap<String, Asset> {
        self.all().map(|(path, bytes)| (path.to_owned(), Asset::new(path, bytes.to_vec()))).collect()
    }
}
