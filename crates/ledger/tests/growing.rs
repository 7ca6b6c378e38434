//! Growing in batches, stopping and continuing.

mod common;

use std::convert::Infallible;

use ledger::{Appender, Edge, Hash, MemoryLog, ResumeError, TileId, TileKind, TileSource, bundle, tiles};

/// Every tile that a log of this size must serve, from a list of leaf hashes (tlog-tiles, "Merkle Tree": the formula).
fn expected_tile(leaves: &[Hash], tile: TileId) -> Vec<u8> {
    let TileKind::Hashes(level) = tile.kind() else { panic!("not a tile of hashes") };
    let span = 256usize.pow(u32::from(level));
    (0..usize::from(tile.width()))
        .flat_map(|place| {
            let start = (tile.index() as usize * 256 + place) * span;
            *common::naive_root(&leaves[start..start + span]).as_bytes()
        })
        .collect()
}

#[test]
fn a_log_has_every_tile_of_its_size_and_each_is_right() {
    for size in [0, 1, 99, 100, 255, 256, 257, 511, 512, 600] {
        let mut log = common::log(size);
        let leaves = log.leaves();
        for id in tiles(size) {
            let bytes = log.tile(id).unwrap().unwrap_or_else(|| panic!("{id} is missing at size {size}"));
            match id.kind() {
                TileKind::Entries => {
                    let start = id.index() * 256;
                    let entries: Vec<Vec<u8>> = (start..start + u64::from(id.width())).map(common::entry).collect();
                    assert_eq!(bundle::decode(&bytes, id.width()).unwrap(), entries);
                }
                TileKind::Hashes(_) => assert_eq!(bytes, expected_tile(&leaves, id), "{id} at size {size}"),
            }
        }
    }
}

/// 70,000 entries need a third level; the naive tree would be slow, so the tile of level 2 is compared with the root of 65,536 leaves.
#[test]
fn a_third_level_of_tiles() {
    let leaves = common::leaves(70_000);
    let mut appender = Appender::new();
    let written = appender.append(&leaves).unwrap();
    let find = |path: &str| written.iter().find(|tile| tile.id.to_string() == path).unwrap();
    assert_eq!(find("tile/2/000.p/1").bytes, *common::naive_root(&leaves[..65_536]).as_bytes());
    assert_eq!(find("tile/1/001.p/17").bytes.len(), 17 * 32);
    assert_eq!(written.len(), tiles(70_000).filter(|tile| tile.kind() != TileKind::Entries).count());
    assert_eq!(appender.root(), common::naive_root(&leaves));
}

#[test]
fn a_stored_log_continues_where_it_stopped() {
    let leaves = common::leaves(1500);
    let mut whole = Appender::new();
    whole.append(&leaves).unwrap();
    for stop in [0, 1, 255, 256, 257, 700, 1024, 1499, 1500] {
        let mut log = MemoryLog::new();
        log.append((0..stop as u64).map(common::entry)).unwrap();
        let stored = log.edge().to_string();
        let edge: Edge = stored.parse().unwrap();
        let mut appender = Appender::resume(edge, |tile| log.tile(tile)).unwrap();
        appender.append(&leaves[stop..]).unwrap();
        assert_eq!(appender, whole, "stopped at {stop}");
    }
}

#[test]
fn a_stored_log_whose_parts_disagree_is_not_continued() {
    let mut log = common::log(700);
    let edge = log.edge().clone();
    let partial: TileId = "tile/0/002.p/188".parse().unwrap();
    let good = log.tile(partial).unwrap().unwrap();

    let mut bad = good.clone();
    bad[31] ^= 1;
    let resumed =
        Appender::resume(edge.clone(), |tile| Ok::<_, Infallible>(if tile == partial { Some(bad.clone()) } else { log.tile(tile)? }));
    assert!(matches!(resumed, Err(ResumeError::Disagreement(700))), "{resumed:?}");

    let resumed = Appender::resume(edge.clone(), |tile| Ok::<_, Infallible>(log.tile(tile)?.filter(|_| tile != partial)));
    assert!(matches!(resumed, Err(ResumeError::Missing(tile)) if tile == partial), "{resumed:?}");

    let short = good[..good.len() - 32].to_vec();
    let resumed = Appender::resume(edge, |tile| Ok::<_, Infallible>(if tile == partial { Some(short.clone()) } else { log.tile(tile)? }));
    assert!(matches!(resumed, Err(ResumeError::Malformed(tile)) if tile == partial), "{resumed:?}");
}

#[test]
fn an_empty_batch_changes_nothing() {
    let mut log = common::log(300);
    let (root, edge) = (log.root(), log.edge().clone());
    log.append([]).unwrap();
    assert_eq!((log.root(), log.edge()), (root, &edge));
    assert_eq!(Appender::new().append(&[]).unwrap(), []);
}

#[test]
fn the_changed_bundles_of_a_batch() {
    let mut appender = Appender::new();
    appender.append(&common::leaves(600)).unwrap();
    let names = |old| appender.changed_bundles(old).map(|id| id.to_string()).collect::<Vec<_>>();
    assert_eq!(names(0), ["tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"]);
    assert_eq!(names(300), ["tile/entries/001", "tile/entries/002.p/88"]);
    assert_eq!(names(512), ["tile/entries/002.p/88"]);
    assert_eq!(names(600), [""; 0]);
}

#[test]
fn an_entry_that_does_not_fit_a_bundle_is_refused_and_nothing_is_appended() {
    let mut log = common::log(3);
    let root = log.root();
    assert!(log.append([vec![0; 65_535]]).is_ok());
    let root_after = log.root();
    assert_ne!(root, root_after);
    assert_eq!(log.append([vec![1], vec![0; 65_536]]).unwrap_err().bytes, 65_536);
    assert_eq!((log.root(), log.size(), log.entries().len()), (root_after, 4, 4));
}
