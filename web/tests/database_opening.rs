//! Places that cannot be opened, each with a message that names the place and the reason.

use std::path::Path;

use web::database::harness::Place;
use web::database::{Database, DatabaseConfig, DatabaseError};

async fn refusal(config: &DatabaseConfig) -> String {
    match Database::open(config, &[]).await {
        Err(error @ DatabaseError::Open { .. }) => error.to_string(),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was opened"),
    }
}

fn urls(urls: &[&str]) -> DatabaseConfig {
    DatabaseConfig::new(Path::new("unused"), &urls.iter().map(|url| (*url).to_owned()).collect::<Vec<_>>()).unwrap()
}

#[tokio::test]
async fn a_file_that_is_no_database_is_named_and_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sanmin.sqlite3");
    let letter = "Dear database, I am a letter. ".repeat(40);
    std::fs::write(&file, &letter).unwrap();
    let message = refusal(&DatabaseConfig::new(folder.path(), &[]).unwrap()).await;
    assert!(message.contains("sanmin.sqlite3") && message.contains("not a database"), "{message}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), letter);
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("occupied"), "a file").unwrap();
    let message = refusal(&DatabaseConfig::new(&folder.path().join("occupied/data"), &[]).unwrap()).await;
    assert!(message.contains("occupied/data") && message.contains("folder"), "{message}");
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let database = Database::open(&DatabaseConfig::new(&data, &[]).unwrap(), &[]).await.unwrap();
    database.ping().await.unwrap();
    for entry in std::fs::read_dir(&data).unwrap().flatten() {
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.path());
    }
    assert_eq!(std::fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o700);
}

#[tokio::test]
async fn hosts_are_tried_in_order_and_each_reason_is_given() {
    let message = refusal(&urls(&["postgres://sanmin:hush@127.0.0.1:1/a", "postgres://sanmin:hush@127.0.0.1:2/b"])).await;
    assert!(message.contains("127.0.0.1:1/a: ") && message.contains("127.0.0.1:2/b: ") && message.contains("refused"), "{message}");
    assert!(!message.contains("hush"), "{message}");

    let Some(place) = Place::postgres().await else { return };
    let good = place.url().unwrap();
    let database = Database::open(&urls(&["postgres://sanmin@127.0.0.1:1/a", good]), &[]).await.unwrap();
    database.ping().await.unwrap();
    let missing = good.replace("/test_", "/absent_");
    assert!(refusal(&urls(&[&missing])).await.contains("does not exist"));
}

#[tokio::test]
async fn encryption_that_the_server_lacks_is_not_silently_left_out() {
    let Some(place) = Place::postgres().await else { return };
    let message = refusal(&urls(&[&format!("{}&sslmode=require", place.url().unwrap())])).await;
    assert!(message.to_lowercase().contains("tls"), "{message}");
}
