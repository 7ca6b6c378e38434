//! Settings from three places: a flag beats the environment, the environment beats `DATA/sanmin.toml`.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::BoolishValueParser;
use serde::Deserialize;
use web::address::TrustedProxies;
use web::database::DatabaseConfig;
use web::ledger::WitnessSetting;
use web::server::Tls;
use web::settings::{REHEARSAL_ENDING, Settings};

use crate::logging::LogFormat;

/// The data folder, wanted by every command that touches data.
#[derive(Args, Clone, Debug)]
pub struct DataFolder {
    /// The data folder: database, secrets, outbox, settings file
    #[arg(long, env = "SANMIN_DATA", value_name = "DIR", default_value = "data")]
    pub data: PathBuf,
}

/// Where the database is, for commands that need nothing else.
#[derive(Args, Clone, Debug)]
pub struct DatabaseOptions {
    #[command(flatten)]
    data: DataFolder,
    /// PostgreSQL instead of SQLite; repeat for further hosts, tried in order
    #[arg(long, env = "SANMIN_DATABASE_URL", value_name = "URL", value_delimiter = ' ', hide_env_values = true)]
    database_url: Vec<String>,
}

impl DatabaseOptions {
    /// The database, from flags, environment and file.
    pub fn config(self) -> Result<DatabaseConfig, String> {
        Options { database_url: self.database_url, ..Options::default() }.database(&self.data.data)
    }

    /// Where the keys are that no backup includes.
    pub fn secrets_folder(&self) -> PathBuf {
        self.data.data.join("secrets")
    }
}

/// Settings that may stand in the file as well as on the command line.
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Options {
    /// Address and port of portal and back office [default: 127.0.0.1:7300]
    #[arg(long, env = "SANMIN_LISTEN", value_name = "ADDR:PORT")]
    listen: Option<SocketAddr>,
    /// The site's address as browsers see it, such as https://sanmin.example
    #[allow(rustdoc::bare_urls)] // The line is also the help text.
    #[arg(long, env = "SANMIN_ORIGIN", value_name = "URL")]
    origin: Option<String>,
    /// Address and port of the ballot host [default: 127.0.0.1:7301]
    #[arg(long, env = "SANMIN_BALLOT_LISTEN", value_name = "ADDR:PORT")]
    ballot_listen: Option<SocketAddr>,
    /// The ballot host's address as phones see it, on a host name of its own, such as https://ballot.example
    /// [default: localhost with the port listened on]
    #[allow(rustdoc::bare_urls)] // The line is also the help text.
    #[arg(long, env = "SANMIN_BALLOT_ORIGIN", value_name = "URL")]
    ballot_origin: Option<String>,
    /// Where a third party serves the ballot page's files, if one does
    #[arg(long, env = "SANMIN_PAGE_ORIGIN", value_name = "URL")]
    page_origin: Option<String>,
    /// PostgreSQL instead of SQLite; repeat for further hosts, tried in order
    #[arg(long, env = "SANMIN_DATABASE_URL", value_name = "URL", value_delimiter = ' ', hide_env_values = true)]
    database_url: Vec<String>,
    /// Certificate chain (PEM), to serve HTTPS without a proxy
    #[arg(long, env = "SANMIN_TLS_CERTIFICATE", value_name = "FILE")]
    tls_certificate: Option<PathBuf>,
    /// Private key (PEM) of the certificate
    #[arg(long, env = "SANMIN_TLS_KEY", value_name = "FILE")]
    tls_key: Option<PathBuf>,
    /// Proxy whose X-Forwarded-For is believed, an address or network; repeatable
    #[arg(long, env = "SANMIN_TRUSTED_PROXY", value_name = "ADDR[/BITS]", value_delimiter = ' ')]
    trusted_proxy: Vec<String>,
    /// Play the activity in a new database, which stays a rehearsal for ever; its clock stands still until advanced
    #[arg(long, env = "SANMIN_REHEARSAL", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = BoolishValueParser::new(), hide_possible_values = true)]
    rehearsal: Option<bool>,
    /// Name of the public ledger when it is begun [default: the site's host and the activity's id]; a rehearsal's, and no
    /// other, ends with /rehearsal, which is added
    #[arg(long, env = "SANMIN_LEDGER_ORIGIN", value_name = "HOST/PATH")]
    ledger_origin: Option<String>,
    /// A witness who cosigns the ledger, "KEY URL"; repeatable
    #[arg(long, env = "SANMIN_WITNESS", value_name = "KEY URL", value_delimiter = ',')]
    witness: Vec<String>,
    /// Where messages go: a folder (default DATA/outbox), smtp(s)://…, or http(s)://… for a webhook
    #[arg(long, env = "SANMIN_OUTBOX", value_name = "FOLDER|URL", hide_env_values = true)]
    outbox: Option<String>,
    /// Form of log lines
    #[arg(long, env = "SANMIN_LOG_FORMAT", value_enum)]
    log_format: Option<LogFormat>,
}

/// Everything that `serve` needs to know.
pub struct Resolved {
    /// For the application.
    pub settings: Settings,
    /// Where the data is.
    pub database: DatabaseConfig,
    /// The server's own certificate, if it has one.
    pub tls: Option<Tls>,
    /// Where messages go.
    pub outbox: String,
    /// The form of log lines.
    pub log_format: LogFormat,
}

impl Options {
    /// What the file in the data folder says; nothing if there is no file.
    fn from_file(data: &Path) -> Result<Self, String> {
        let path = data.join("sanmin.toml");
        match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Options::default()),
            Err(error) => Err(format!("{}: {error}", path.display())),
        }
    }

    fn or(self, file: Options) -> Options {
        let or_list = |first: Vec<String>, second: Vec<String>| if first.is_empty() { second } else { first };
        Options {
            listen: self.listen.or(file.listen),
            origin: self.origin.or(file.origin),
            ballot_listen: self.ballot_listen.or(file.ballot_listen),
            ballot_origin: self.ballot_origin.or(file.ballot_origin),
            page_origin: self.page_origin.or(file.page_origin),
            database_url: or_list(self.database_url, file.database_url),
            tls_certificate: self.tls_certificate.or(file.tls_certificate),
            tls_key: self.tls_key.or(file.tls_key),
            trusted_proxy: or_list(self.trusted_proxy, file.trusted_proxy),
            rehearsal: self.rehearsal.or(file.rehearsal),
            ledger_origin: self.ledger_origin.or(file.ledger_origin),
            witness: or_list(self.witness, file.witness),
            outbox: self.outbox.or(file.outbox),
            log_format: self.log_format.or(file.log_format),
        }
    }

    /// Where the data is, from flags, environment and file.
    pub fn database(self, data: &Path) -> Result<DatabaseConfig, String> {
        let options = self.or(Options::from_file(data)?);
        DatabaseConfig::new(data, &options.database_url).map_err(|error| error.to_string())
    }

    /// All settings, from flags, environment and file.
    pub fn resolve(self, data: &Path) -> Result<Resolved, String> {
        let options = self.or(Options::from_file(data)?);
        let tls = match (options.tls_certificate, options.tls_key) {
            (Some(certificate), Some(key)) => Some(Tls { certificate, key }),
            (None, None) => None,
            _ => return Err("a certificate needs its key and a key its certificate: give both --tls-certificate and --tls-key".into()),
        };
        let origin = checked_origin("--origin", options.origin)?;
        let ballot_origin = checked_origin("--ballot-origin", options.ballot_origin)?;
        let page_origin = checked_origin("--page-origin", options.page_origin)?;
        let trusted_proxies = TrustedProxies::parse(options.trusted_proxy.iter().map(String::as_str))
            .map_err(|text| format!("--trusted-proxy {text}: not an address or network such as 10.0.0.1 or 10.0.0.0/8"))?;
        let witness = |text: &String| text.parse::<WitnessSetting>().map_err(|error| format!("--witness {text}: {error}"));
        let witnesses = options.witness.iter().map(witness).collect::<Result<_, _>>()?;
        let rehearsal = options.rehearsal.unwrap_or_default();
        if let Some(origin) = options.ledger_origin.as_deref().filter(|origin| !rehearsal && origin.ends_with(REHEARSAL_ENDING)) {
            return Err(format!(
                "--ledger-origin {origin}: only the ledger of a rehearsal ends with {REHEARSAL_ENDING}; choose another name"
            ));
        }
        let https = tls.is_some() || origin.as_deref().is_some_and(|origin| origin.starts_with("https://"));
        let database = DatabaseConfig::new(data, &options.database_url).map_err(|error| error.to_string())?;
        let listen = options.listen.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 7300)));
        Ok(Resolved {
            settings: Settings {
                data: data.to_owned(),
                listen,
                origin,
                ballot_listen: options.ballot_listen.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 7301))),
                ballot_origin,
                page_origin,
                trusted_proxies,
                rehearsal,
                ledger_origin: options.ledger_origin,
                witnesses,
                https,
            },
            database,
            tls,
            outbox: options.outbox.unwrap_or_else(|| data.join("outbox").display().to_string()),
            log_format: options.log_format.unwrap_or_default(),
        })
    }
}

/// An origin without a slash at its end, or what is wrong with it.
pub fn checked_origin(flag: &str, text: Option<String>) -> Result<Option<String>, String> {
    let Some(text) = text else { return Ok(None) };
    let trimmed = text.trim_end_matches('/');
    let host = trimmed.strip_prefix("https://").or_else(|| trimmed.strip_prefix("http://")).unwrap_or_default();
    if host.is_empty() || host.contains(['/', '?', '#', '@', ' ']) {
        return Err(format!("{flag} {text}: expected scheme, host and perhaps port, such as https://sanmin.example"));
    }
    Ok(Some(trimmed.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_command_line_leaves_open_the_file_says() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("sanmin.toml"),
            "listen = '127.0.0.1:8000'\norigin = 'https://sanmin.example/'\ntrusted-proxy = ['10.0.0.0/8']\nlog-format = 'json'\n",
        )
        .unwrap();
        let from_file = Options::default().resolve(folder.path()).unwrap();
        assert_eq!(from_file.settings.listen.port(), 8000);
        assert_eq!(from_file.settings.origin.as_deref(), Some("https://sanmin.example"));
        assert!(from_file.settings.https);
        assert_eq!(from_file.log_format, LogFormat::Json);
        let flag = Options { listen: "127.0.0.1:9000".parse().ok(), ..Options::default() };
        assert_eq!(flag.resolve(folder.path()).unwrap().settings.listen.port(), 9000);
    }

    #[test]
    fn ballots_stand_beside_the_site_on_another_name() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Options::default().resolve(folder.path()).unwrap().settings;
        assert_eq!((settings.base_url().as_str(), settings.ballot_url().as_str()), ("http://127.0.0.1:7300", "http://localhost:7301"));
        assert_eq!(settings.separate_hosts(), Ok(()));
        std::fs::write(folder.path().join("sanmin.toml"), "ballot-listen = '127.0.0.1:9000'\nballot-origin = 'https://ballot.example/'\n")
            .unwrap();
        let settings = Options::default().resolve(folder.path()).unwrap().settings;
        assert_eq!((settings.ballot_listen.port(), settings.page_url().as_str()), (9000, "https://ballot.example"));
    }

    #[test]
    fn a_rehearsal_has_its_own_form_of_ledger_and_can_be_set_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let origin = |options: Options| options.resolve(folder.path()).unwrap().settings.ledger_origin("city-2025");
        let named = Options { ledger_origin: Some("city.example/2025".into()), ..Options::default() };
        assert_eq!(origin(named.clone()), "city.example/2025");
        let rehearsal = Options { rehearsal: Some(true), ..named.clone() };
        assert_eq!(origin(rehearsal), "city.example/2025/rehearsal");
        std::fs::write(folder.path().join("sanmin.toml"), "rehearsal = true\n").unwrap();
        assert_eq!(origin(named.clone()), "city.example/2025/rehearsal");
        assert_eq!(origin(Options::default()), "127.0.0.1:7300/city-2025/rehearsal");
        assert_eq!(origin(Options { rehearsal: Some(false), ..named }), "city.example/2025", "the flag beats the file");
    }

    #[test]
    fn settings_that_make_no_sense_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = |options: Options| options.resolve(folder.path()).err().unwrap();
        assert!(error(Options { origin: Some("sanmin.example".into()), ..Options::default() }).contains("--origin sanmin.example"));
        assert!(error(Options { ballot_origin: Some("ballot".into()), ..Options::default() }).contains("--ballot-origin ballot"));
        assert!(
            error(Options { page_origin: Some("https://page/x".into()), ..Options::default() }).contains("--page-origin https://page/x")
        );
        assert!(error(Options { trusted_proxy: vec!["proxy".into()], ..Options::default() }).contains("--trusted-proxy proxy"));
        assert!(error(Options { tls_key: Some("key.pem".into()), ..Options::default() }).contains("--tls-certificate"));
        let ending = Options { ledger_origin: Some("city.example/2025/rehearsal".into()), ..Options::default() };
        assert!(error(ending).contains("--ledger-origin city.example/2025/rehearsal"));
        std::fs::write(folder.path().join("sanmin.toml"), "lisen = 'x'\n").unwrap();
        assert!(error(Options::default()).contains("sanmin.toml"));
    }

    /// The example for operators, `docs/deploy/sanmin.toml`, with what it leaves out put in.
    fn example(whole: bool) -> String {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/deploy/sanmin.toml");
        let text = std::fs::read_to_string(path).unwrap();
        let setting = |line: &str| line.starts_with(|c: char| c.is_ascii_lowercase());
        let line = |line: &str| match line.strip_prefix('#').filter(|rest| whole && setting(rest)) {
            Some(rest) => format!("{rest}\n"),
            None => format!("{line}\n"),
        };
        text.lines().map(line).collect()
    }

    #[test]
    fn the_example_of_a_settings_file_is_read_and_names_every_setting() {
        let folder = tempfile::tempdir().unwrap();
        for whole in [false, true] {
            std::fs::write(folder.path().join("sanmin.toml"), example(whole)).unwrap();
            let resolved = Options::default().resolve(folder.path()).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(resolved.settings.separate_hosts(), Ok(()));
            assert!(resolved.settings.https);
            assert_eq!((resolved.settings.witnesses.len(), resolved.settings.rehearsal), if whole { (2, true) } else { (0, false) });
            assert_eq!((resolved.tls.is_some(), matches!(resolved.database, DatabaseConfig::Postgres(_))), (whole, whole));
            assert!(web::outbox::Transport::from_setting(&resolved.outbox).is_ok());
        }
        let settings: toml::Table = toml::from_str(&example(true)).unwrap();
        for argument in Options::augment_args(clap::Command::new("serve")).get_arguments() {
            let name = argument.get_long().unwrap();
            assert!(settings.contains_key(name), "docs/deploy/sanmin.toml does not tell of {name}");
        }
    }
}
