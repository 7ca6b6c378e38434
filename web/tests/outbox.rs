//! The outbox: a message is sent exactly when its change is kept, by one worker, and then forgotten.

mod receiver;

use std::path::Path;
use std::sync::Arc;

use receiver::Receiver;
use web::database::harness::each_engine;
use web::database::{Database, DatabaseError, args, transaction};
use web::outbox::{self, Counts, Kind, Message, MessageId, Transport, deliver_due};
use web::secrets::Secrets;

const NOON: i64 = 1_736_740_800_000; // 2025-01-13 12:00 in China
const MINUTE: i64 = 60_000;

fn message(kind: Kind, recipient: &str) -> Message {
    Message {
        kind, purpose: "account.set-up", recipient: recipient.into(), subject: "设置密码".into(), body: "请点击链接。\n".into()
    }
}

async fn queue(database: &Database, secrets: &Secrets, message: Message) -> MessageId {
    let queued: Result<MessageId, DatabaseError> =
        transaction!(database, |tx| outbox::queue(&mut tx, secrets, NOON, message.clone()).await);
    queued.unwrap()
}

async fn counts(database: &Database) -> Counts {
    outbox::counts(&mut database.reader().await.unwrap()).await.unwrap()
}

fn folder(path: &Path) -> Arc<Transport> {
    Arc::new(Transport::from_setting(path.to_str().unwrap()).unwrap())
}

fn files(path: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_message_becomes_one_file_and_is_then_forgotten() {
    each_engine(web::MIGRATIONS, async |database| {
        let (secrets, out) = (Secrets::ephemeral(), tempfile::tempdir().unwrap());
        let id = queue(&database, &secrets, message(Kind::Sms, "13900000000")).await;
        let stored: String = database.reader().await.unwrap().one("SELECT content FROM outbox", &[]).await.unwrap();
        assert!(!stored.contains("139") && !stored.contains("链接"), "it is sealed while it waits");

        let transport = folder(&out.path().join("outbox"));
        assert_eq!(deliver_due(&database, &secrets, &transport, NOON).await.unwrap(), 1);
        assert_eq!(deliver_due(&database, &secrets, &transport, NOON + MINUTE).await.unwrap(), 0);
        let name = format!("20250113-120000-sms-account.set-up-{id}.json");
        assert_eq!(files(&out.path().join("outbox")), [name.as_str()]);
        let written: serde_json::Value = serde_json::from_slice(&std::fs::read(out.path().join("outbox").join(name)).unwrap()).unwrap();
        assert_eq!((&written["recipient"], &written["body"]), (&"13900000000".into(), &"请点击链接。\n".into()));

        let row: (String, String, Option<String>, i64, i64) =
            database.reader().await.unwrap().one("SELECT kind, purpose, content, queued_at, sent_at FROM outbox", &[]).await.unwrap();
        assert_eq!(row, ("sms".into(), "account.set-up".into(), None, NOON, NOON));
        assert_eq!(counts(&database).await, Counts { sent: 1, ..Counts::default() });
    })
    .await;
}

#[tokio::test]
async fn a_change_that_is_rolled_back_sends_nothing() {
    each_engine(web::MIGRATIONS, async |database| {
        let (secrets, out) = (Secrets::ephemeral(), tempfile::tempdir().unwrap());
        let mut tx = database.begin().await.unwrap();
        outbox::queue(&mut tx, &secrets, NOON, message(Kind::Sms, "13900000000")).await.unwrap();
        tx.rollback().await;
        assert_eq!(deliver_due(&database, &secrets, &folder(out.path()), NOON).await.unwrap(), 0);
        assert!(files(out.path()).is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_side_by_side_send_each_message_once() {
    each_engine(web::MIGRATIONS, async |database| {
        let (secrets, receiver) = (Secrets::ephemeral(), Receiver::start(|_| 200).await);
        for n in 0..40 {
            queue(&database, &secrets, message(Kind::Sms, &format!("139000000{n:02}"))).await;
        }
        let transport = Arc::new(Transport::from_setting(&receiver.setting("key")).unwrap());
        let workers: Vec<_> = (0..3)
            .map(|_| {
                let (database, secrets, transport) = (database.clone(), secrets.clone(), transport.clone());
                tokio::spawn(async move { while deliver_due(&database, &secrets, &transport, NOON).await.unwrap() > 0 {} })
            })
            .collect();
        for worker in workers {
            worker.await.unwrap();
        }
        let mut recipients: Vec<String> = receiver.requests().iter().map(|request| request.json()["recipient"].to_string()).collect();
        recipients.sort();
        let sent = recipients.len();
        recipients.dedup();
        assert_eq!((sent, recipients.len()), (40, 40));
        assert_eq!(counts(&database).await, Counts { sent: 40, ..Counts::default() });
    })
    .await;
}

#[tokio::test]
async fn a_failing_gateway_is_asked_less_and_less_often_and_then_given_up() {
    each_engine(web::MIGRATIONS, async |database| {
        let (secrets, receiver) = (Secrets::ephemeral(), Receiver::start(|_| 503).await);
        queue(&database, &secrets, message(Kind::Sms, "13900000000")).await;
        let transport = Arc::new(Transport::from_setting(&receiver.setting("key")).unwrap());
        let mut tried = Vec::new();
        for minute in 0..=180 {
            if deliver_due(&database, &secrets, &transport, NOON + minute * MINUTE).await.unwrap() > 0 {
                tried.push(minute);
            }
        }
        assert_eq!(tried, [0, 1, 2, 4, 8, 16, 32, 64]);
        assert_eq!(counts(&database).await, Counts { dead: 1, ..Counts::default() });
        let failure: String = database.reader().await.unwrap().one("SELECT failure FROM outbox", &[]).await.unwrap();
        assert_eq!(failure, "the webhook answered 503");
        let keys: std::collections::BTreeSet<String> =
            receiver.requests().iter().map(|request| request.header("idempotency-key")).collect();
        assert_eq!(keys.len(), 1, "each attempt carries the same key");

        let again: Result<u64, DatabaseError> = transaction!(database, |tx| outbox::requeue_dead(&mut tx, NOON).await);
        assert_eq!(again.unwrap(), 1);
        let out = tempfile::tempdir().unwrap();
        assert_eq!(deliver_due(&database, &secrets, &folder(out.path()), NOON).await.unwrap(), 1);
        assert_eq!(files(out.path()).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_refusal_that_will_not_pass_is_given_up_at_once() {
    each_engine(web::MIGRATIONS, async |database| {
        let (secrets, receiver) = (Secrets::ephemeral(), Receiver::start(|_| 400).await);
        queue(&database, &secrets, message(Kind::Wechat, "someone")).await;
        let transport = Arc::new(Transport::from_setting(&receiver.setting("key")).unwrap());
        deliver_due(&database, &secrets, &transport, NOON).await.unwrap();
        // Restored next to another server's secrets: what cannot be opened is given up as well.
        queue(&database, &Secrets::ephemeral(), message(Kind::Wechat, "someone")).await;
        deliver_due(&database, &secrets, &transport, NOON).await.unwrap();
        assert_eq!(counts(&database).await, Counts { dead: 2, ..Counts::default() });
    })
    .await;
}

#[tokio::test]
async fn what_a_dead_worker_had_claimed_is_sent_when_its_lease_has_run_out() {
    each_engine(web::MIGRATIONS, async |database| {
        let (secrets, out) = (Secrets::ephemeral(), tempfile::tempdir().unwrap());
        let id = queue(&database, &secrets, message(Kind::Sms, "13900000000")).await;
        let claimed: Result<u64, DatabaseError> = transaction!(database, |tx| {
            let claim = "UPDATE outbox SET lease = 'gone', leased_until = $1, attempts = 1 WHERE id = $2";
            tx.execute(claim, args![NOON + 2 * MINUTE, id.as_str()]).await
        });
        claimed.unwrap();
        assert_eq!(deliver_due(&database, &secrets, &folder(out.path()), NOON + MINUTE).await.unwrap(), 0);
        assert_eq!(deliver_due(&database, &secrets, &folder(out.path()), NOON + 2 * MINUTE).await.unwrap(), 1);
        assert_eq!(files(out.path()).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_webhook_gets_a_signed_request() {
    use data_encoding::HEXLOWER;
    use hmac::{Hmac, KeyInit, Mac};
    let (secrets, receiver) = (Secrets::ephemeral(), Receiver::start(|_| 204).await);
    let (database, _place) = web::database::harness::sqlite(web::MIGRATIONS).await;
    let id = queue(&database, &secrets, message(Kind::Sms, "13900000000")).await;
    let transport = Arc::new(Transport::from_setting(&receiver.setting("s3cret")).unwrap());
    deliver_due(&database, &secrets, &transport, NOON).await.unwrap();

    let request = receiver.requests().remove(0);
    assert_eq!(request.line, "POST /sms?city=1 HTTP/1.1");
    assert_eq!(request.header("idempotency-key"), id.as_str());
    assert_eq!(request.header("content-type"), "application/json");
    assert_eq!(request.header("authorization"), "", "the key signs; it does not travel");
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(b"s3cret").unwrap();
    mac.update(format!("{}.{}", request.header("sanmin-timestamp"), request.body).as_bytes());
    assert_eq!(request.header("sanmin-signature"), format!("sha256={}", HEXLOWER.encode(&mac.finalize().into_bytes())));
}

#[tokio::test]
async fn a_mail_server_gets_an_e_mail() {
    let server = receiver::MailServer::start().await;
    let (database, _place) = web::database::harness::sqlite(web::MIGRATIONS).await;
    let secrets = Secrets::ephemeral();
    let id = queue(&database, &secrets, message(Kind::Email, "clerk@example.org")).await;
    queue(&database, &secrets, message(Kind::Email, "unknown@example.org")).await;
    queue(&database, &secrets, message(Kind::Sms, "13900000000")).await;
    let setting = format!("smtp://{}/?from=sanmin@city.example", server.address);
    let transport = Arc::new(Transport::from_setting(&setting).unwrap());
    deliver_due(&database, &secrets, &transport, NOON).await.unwrap();

    let mails = server.mails();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("RCPT TO:<clerk@example.org>"), "{}", mails[0]);
    assert!(mails[0].contains("<sanmin@city.example>") && mails[0].contains(&format!("Message-ID: <{id}@city.example>")));
    assert_eq!(counts(&database).await, Counts { sent: 1, dead: 2, ..Counts::default() });
    let failures: Vec<String> =
        database.reader().await.unwrap().all("SELECT failure FROM outbox WHERE state = 'dead' ORDER BY kind", &[]).await.unwrap();
    assert_eq!(failures, ["the mail server answered 550", "a mail server cannot send sms"]);
}

#[test]
fn a_setting_that_is_no_transport_is_refused_without_repeating_it() {
    for wrong in [
        "",
        "ftp://hush@host/",
        "http://host/without-key",
        "https://:@host/hush",
        "https://user:hush@ho st/",
        "smtp://user:hush@host",
        "smtp://user:hush@host/?from=nobody",
        "smtp://user:hush@host:port/?from=a@example.org",
        "smtps://?from=a@example.org",
    ] {
        let error = Transport::from_setting(wrong).err().unwrap_or_else(|| panic!("{wrong} was taken"));
        assert!(!error.to_string().contains("hush"), "{error}");
    }
}
