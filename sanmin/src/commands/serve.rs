//! `sanmin serve`: the portal and the back office, and on a host name of its own the ballot box.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use tokio::sync::watch;
use web::adoption;
use web::live::MOST_STREAMS;
use web::outbox::{self, Transport};
use web::page::date;
use web::{App, Failure, login, rehearsal, server};

use crate::options::{DataFolder, Options, Resolved};
use crate::{application, composition, logging, open_files};

/// Arguments of `sanmin serve`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    data: DataFolder,
    /// The plan folder, adopted at first start
    #[arg(long, env = "SANMIN_PLAN", value_name = "DIR", default_value = "plans/ordos-2024")]
    plan: PathBuf,
    #[command(flatten)]
    options: Options,
}

/// Serves until told to stop.
pub fn run(arguments: Arguments) -> Result<ExitCode, String> {
    let data = arguments.data.data;
    let resolved = arguments.options.resolve(&data)?;
    logging::start(resolved.log_format);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| format!("cannot start: {error}"))?;
    runtime.block_on(serve(resolved, &arguments.plan))?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(resolved: Resolved, plan_folder: &Path) -> Result<(), String> {
    let Resolved { mut settings, database, tls, outbox, .. } = resolved;
    let stop = stop_signal().map_err(|error| format!("cannot listen for signals: {error}"))?;
    // The port first: when it is taken, nothing has been written yet.
    let listener = server::bind(settings.listen, "--listen").map_err(|error| error.to_string())?;
    settings.listen = listener.local_addr().map_err(|error| error.to_string())?;
    let ballot_listener = server::bind(settings.ballot_listen, "--ballot-listen").map_err(|error| error.to_string())?;
    settings.ballot_listen = ballot_listener.local_addr().map_err(|error| error.to_string())?;
    settings.separate_hosts()?;
    let certificate = match &tls {
        Some(tls) => Some(tls.load().await.map_err(|error| error.to_string())?),
        None => None,
    };
    let transport = Transport::from_setting(&outbox).map_err(|error| format!("--outbox: {error}"))?;
    let app = application::open(settings, &database, plan_folder).await?;
    app.live().allow(streams(open_files::raise()));
    let application = composition::application(&app)?;
    let polls = ballotbox::ballots::Polls::default();
    let ballot_host = ballotbox::host::service(&app, &polls)?;
    ballotbox::host::publish_page(&app).await.map_err(|error| format!("cannot publish the ballot page's files: {error}"))?;
    let set_up = accounts::first_administrator_link(&app).await.map_err(|error| Failure::from(error).to_string())?;
    if app.settings().origin.is_none() && !app.settings().listen.ip().is_loopback() {
        tracing::warn!("--origin is not set: links in messages and on paper will not lead here from other machines");
    }
    if app.settings().ballot_origin.is_none() && (app.settings().origin.is_some() || !app.settings().ballot_listen.ip().is_loopback()) {
        tracing::warn!("--ballot-origin is not set: cards will not lead here from other machines");
    }
    announce(&app, set_up.as_deref());
    let jobs = [
        tokio::spawn(housekeeping(app.clone())),
        tokio::spawn(outbox::deliver(app.clone(), transport)),
        tokio::spawn(web::ledger::keep(app.clone())),
        tokio::spawn(representatives::keep(app.clone())),
        tokio::spawn(ballotbox::keep(app.clone(), polls)),
        tokio::spawn(stage::keep(app.clone())),
    ];
    let (tell, told) = watch::channel(false);
    let ending = app.clone();
    tokio::spawn(async move {
        stop.await;
        ending.live().end();
        tell.send(true)
    });
    let served = tokio::try_join!(
        server::serve(listener, certificate.clone(), application, stopped(told.clone())),
        server::serve(ballot_listener, certificate, ballot_host, stopped(told)),
    );
    for job in jobs {
        job.abort();
    }
    app.database().close().await;
    served.map(|_| ()).map_err(|error| error.to_string())
}

/// Resolves when the server is told to stop.
async fn stopped(mut told: watch::Receiver<bool>) {
    let _ = told.wait_for(|told| *told).await;
}

/// How many streams of news this server holds open: a fourth of the files stays for requests, ballots and the database.
fn streams(files: u64) -> usize {
    let room = usize::try_from(files / 4 * 3).unwrap_or(usize::MAX);
    if room < MOST_STREAMS {
        tracing::warn!(files, streams = room, "the limit of open files is low: more pages than this will ask every few seconds instead");
    }
    room.min(MOST_STREAMS)
}

/// Where to look, on stdout; the set-up link is a secret, so it goes to the operator's screen and not to the log.
fn announce(app: &App, set_up: Option<&str>) {
    let settings = app.settings();
    let plan = app.plan();
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "Sanmin {} serves “{}” at {}", env!("CARGO_PKG_VERSION"), plan.plan.activity.title, settings.base_url());
    if let Some(path) = set_up {
        let _ = writeln!(out, "First administrator, once, within 72 hours: {}{path}", settings.base_url());
    }
    if app.clock().is_virtual() {
        let _ = writeln!(
            out,
            "This is a REHEARSAL: nothing in it is real. Its clock stands at {} until a system administrator advances it at {}/office/clock",
            date::machine(app.clock().now()),
            settings.base_url()
        );
    }
    let _ = writeln!(out, "Ballots are taken at {}", settings.ballot_url());
    let _ = out.flush();
}

/// Small recurring chores of one server.
async fn housekeeping(app: App) {
    let mut every = tokio::time::interval(Duration::from_secs(5));
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    for round in 0_u64.. {
        every.tick().await;
        if let Err(error) = follow_plan(&app).await {
            tracing::warn!(%error, "cannot look for a newer plan");
        }
        if let Err(error) = rehearsal::follow(&app).await {
            tracing::warn!(%error, "cannot follow the rehearsal's clock");
        }
        if round.is_multiple_of(60) {
            app.limits().forget_quiet();
            let now = app.clock().millis();
            if let Err(error) = web::transaction!(app.database(), |tx| login::sweep(&mut tx, now).await) {
                tracing::warn!(%error, "cannot remove sessions that ran out");
            }
        }
    }
}

/// Another server on the same database may have put a newer plan in force.
async fn follow_plan(app: &App) -> Result<(), adoption::AdoptionError> {
    let version = adoption::version_in_force(&mut app.database().reader().await?).await?;
    if version.is_some_and(|version| version > app.plan().version)
        && let Some(plan) = adoption::in_force(app.database()).await?
    {
        app.put_in_force(plan);
    }
    Ok(())
}

/// Listens for the signals to stop from now on; what it gives resolves at the first one.
pub(super) fn stop_signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        #[cfg(not(unix))]
        drop(tokio::signal::ctrl_c().await);
        tracing::info!("stopping: requests under way are finished first");
    })
}
