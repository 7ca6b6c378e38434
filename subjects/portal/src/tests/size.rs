use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;

fn gzipped(bytes: &[u8]) -> usize {
    // The level at which the server compresses pages.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(4));
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().len()
}

/// What a phone fetches to show the home page for the first time: at most 15 KB.
#[test]
fn the_home_page_with_all_that_it_needs_is_small() {
    let home = every_page(Look::at, &real(), friday()).remove(0).1;
    let assets = ["sanmin.css", "public.js", "countdown.js", "form.js", "favicon.svg"];
    let page = gzipped(home.html().as_bytes());
    let rest: usize = assets.iter().map(|name| web::assets::find(name).unwrap().gzip.len()).sum();
    println!("home page {page} + style, modules and icon {rest} = {} bytes", page + rest);
    assert!(page + rest <= 15 * 1024, "{page} + {rest} bytes");
}
