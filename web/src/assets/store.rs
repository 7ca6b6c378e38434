//! The assets in memory, with their types, their gzip forms and the hash over all of them.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::LazyLock;

use axum::body::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

/// Modules of other people, each as its package has it.
#[derive(RustEmbed)]
#[folder = "../third_party/jsqr/dist/"]
#[include = "*.js"]
struct Vendored;

/// The parts of `sanmin.css`, in the order of the cascade.
const STYLE: [&str; 12] = [
    "css/tokens.css",
    "css/base.css",
    "css/layout.css",
    "css/form.css",
    "css/table.css",
    "css/parts.css",
    "css/chart.css",
    "css/portal.css",
    "css/office.css",
    "css/screen.css",
    "css/stage.css",
    "css/print.css",
];

/// One served file.
#[derive(Debug)]
pub struct Asset {
    /// The content as it is.
    pub bytes: Bytes,
    /// The content compressed once, at start.
    pub gzip: Bytes,
    /// The value of `Content-Type`.
    pub kind: &'static str,
}

struct Store {
    hash: String,
    files: BTreeMap<String, Asset>,
}

static STORE: LazyLock<Store> = LazyLock::new(|| {
    let mut contents: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for name in Files::iter().filter(|name| !name.starts_with("css/")) {
        if let Some(file) = Files::get(&name) {
            contents.insert(name.to_string(), file.data.into_owned());
        }
    }
    for name in Vendored::iter() {
        if let Some(file) = Vendored::get(&name) {
            contents.insert(name.to_string(), file.data.into_owned());
        }
    }
    let style: Vec<u8> = STYLE.iter().filter_map(|part| Files::get(part)).flat_map(|file| file.data.into_owned()).collect();
    contents.insert("sanmin.css".into(), style);

    let mut hasher = Sha256::new();
    for (name, bytes) in &contents {
        hasher.update(name.as_bytes());
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    }
    let hash = data_encoding::BASE32_NOPAD.encode(&hasher.finalize()[..10]).to_lowercase();
    let files = contents.into_iter().map(|(name, bytes)| (name.clone(), asset(&name, bytes))).collect();
    Store { hash, files }
});

impl Asset {
    /// A file with the type that its name says.
    ///
    /// # Panics
    /// Never: compressing into memory cannot fail.
    pub fn new(name: &str, bytes: Vec<u8>) -> Self {
        asset(name, bytes)
    }
}

fn asset(name: &str, bytes: Vec<u8>) -> Asset {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to a Vec cannot fail; should it ever, the plain bytes would be labelled gzip, so the process must not go on.
    encoder.write_all(&bytes).expect("a Vec takes every write");
    let gzip = encoder.finish().expect("a Vec takes every write");
    Asset { bytes: bytes.into(), gzip: gzip.into(), kind: kind(name) }
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The hash over all assets that stands in their addresses (16 characters of base32).
pub fn hash() -> &'static str {
    &STORE.hash
}

/// The asset of that name.
pub fn find(name: &str) -> Option<&'static Asset> {
    STORE.files.get(name)
}

/// All assets with their names, in order.
pub fn all() -> impl Iterator<Item = (&'static str, &'static Asset)> {
    STORE.files.iter().map(|(name, asset)| (name.as_str(), asset))
}
