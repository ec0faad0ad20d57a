//! The keys of a service that runs meanwhile.

use std::time::{Duration, Instant};

use super::{Folder, done, failed, keys};
use crate::harness::{App, Finished};

/// A service with two profiles, and the variables with which it runs.
struct Service {
    folder: Folder,
    config: String,
}

impl Service {
    fn new(name: &str) -> Self {
        let folder = Folder::new(name);
        for key in ["api.key", "admin.key"] {
            done(keys(&["generate", "local", "--to", &folder.file(key)]));
        }
        done(keys(&["generate", "public", "--to", &folder.file("pair.key")]));
        let [api, pair, admin, store] =
            ["api.key", "pair.key", "admin.key", "revoked"].map(|name| folder.file(name));
        let config = format!(
            "[default]\naccept = [\"v4.local\", \"v4.public\"]\nissue = \"v4.local\"\n\
             websocket_sources = [\"header\", \"subprotocol\"]\n\
             keys = {{ active = [\"file:{api}\", \"file:{pair}\"], refresh = \"1s\", \
             timeout = \"1s\", pending = \"4s\" }}\n\
             revocation.store = \"file:{store}\"\n\
             [admin]\naccept = [\"v4.local\"]\nkeys.active = \"file:{admin}\"\n\
             revocation.store = \"file:{store}-admin\"\n"
        );
        let config = folder.put("paseto.toml", config);
        Self { folder, config }
    }

    fn start(&self) -> App {
        App::start("showcase", &[("PASETO_CONFIG", &self.config)])
    }

    fn keys(&self, arguments: &[&str]) -> Finished {
        App::run("keys", arguments, &[("PASETO_CONFIG", &self.config)], "")
    }

    fn told(&self, arguments: &[&str]) -> serde_json::Value {
        serde_json::from_str(&done(self.keys(arguments)).stdout).unwrap()
    }

    fn id(&self, file: &str) -> String {
        done(keys(&["id", &self.folder.file(file)])).stdout.trim().to_owned()
    }
}

/// The id of the key that made a token, from its footer.
fn maker(token: &str) -> String {
    let footer = base64::Engine::decode(
        &base64::engine::general_purpose::URL_SAFE_NO_PAD,
        token.split('.').nth(3).unwrap(),
    );
    let footer: serde_json::Value = serde_json::from_slice(&footer.unwrap()).unwrap();
    footer["kid"].as_str().unwrap().to_owned()
}

#[test]
fn keys_are_replaced_and_revoked_while_the_service_holds_its_store() {
    let service = Service::new("operator-live");
    let first = service.id("api.key");
    let app = service.start();
    let login = || app.login_as("alice", serde_json::json!({})).access;
    let get = |token: &str| app.get("/me").bearer(token).send().status;
    let old = login();
    assert_eq!((maker(&old), get(&old)), (first.clone(), 200));

    let status = service.told(&["status"]);
    let default = &status[0];
    assert_eq!((&default["profile"], &default["is_stale"]), (&"default".into(), &false.into()));
    assert!(default["age"].is_u64() && default["trouble"].is_null(), "{default}");

    let second = service.told(&["rotate"])["id"].as_str().unwrap().to_owned();
    let begun = Instant::now();
    let new = loop {
        let token = login();
        assert_eq!((get(&token), get(&old)), (200, 200));
        if maker(&token) == second {
            break token;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "the new key is not used");
        std::thread::sleep(Duration::from_millis(200));
    };
    service.told(&["revoke", &first]);
    let begun = Instant::now();
    while get(&old) != 401 {
        assert!(begun.elapsed() < Duration::from_secs(30), "the old key is still taken");
        std::thread::sleep(Duration::from_millis(200));
    }
    assert_eq!(get(&new), 200);
}

#[test]
fn a_profile_is_named() {
    let service = Service::new("operator-profiles");
    let (api, admin) = (service.id("api.key"), service.id("admin.key"));
    let ids = |status: &serde_json::Value| status.to_string();
    let status = service.told(&["status", "--profile", "ADMIN"]);
    assert_eq!((status.as_array().unwrap().len(), &status[0]["profile"]), (1, &"admin".into()));
    assert!(ids(&status).contains(&admin) && !ids(&status).contains(&api));
    assert_eq!(service.told(&["status"]).as_array().unwrap().len(), 2);

    let rotation = service.told(&["rotate", "--profile", "admin"]);
    assert_eq!(rotation["retires"], admin.as_str());
    let made = rotation["id"].as_str().unwrap();
    assert!(!ids(&service.told(&["status", "--profile", "default"])).contains(made));
    service.told(&["revoke", &admin, "--profile", "admin"]);
    failed(&service.keys(&["revoke", &api, "--profile", "admin"]), 1, "holds the key");
    for command in ["status", "rotate"] {
        let unknown = service.keys(&[command, "--profile", "CANARY"]);
        failed(&unknown, 1, "keys: no configured profile of that name");
    }

    // `--source` is for that profile alone.
    let other = service.folder.file("other.key");
    done(keys(&["generate", "local", "--to", &other]));
    let source = format!("file:{other}");
    let status = service.told(&["status", "--profile", "admin", "--source", &source]);
    assert_eq!(status[0]["keys"][0]["id"], service.id("other.key").as_str());
}
