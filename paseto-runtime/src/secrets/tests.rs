#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::result_large_err,
    reason = "a test may fail loudly"
)]

use figment::Jail;

use super::settings::BackendSettings;
use super::{SecretError, SecretRef, Sources};
use crate::secret::SecretText;

const CANARY: &str = "k4.local.CANARYCANARYCANARYCANARYCANARYCANARYCANA";
const PUBLIC: &str = "k4.public.Hrnbu7wEfAP9cGBOAHHwmH4Wsot1ciXBHwBBXQ4gsaI";

fn parse(text: &str) -> Result<SecretRef, SecretError> {
    SecretRef::parse(&SecretText::from(text.to_owned()))
}

fn read(text: &str) -> Result<SecretText, SecretError> {
    match parse(text)? {
        SecretRef::Literal(text) => Ok(text),
        SecretRef::Stored { scheme, path } => {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            runtime.block_on(async {
                let mut sources = Sources::default();
                sources.connect(scheme, &BackendSettings::default(), &[]).await?;
                sources.get(scheme, &path).await?.text(scheme, &path)
            })
        }
    }
}

#[test]
fn a_literal_is_the_key_itself() {
    assert_eq!(read(&format!(" {CANARY}\n")).unwrap().expose(), CANARY);
    assert_eq!(read("-----BEGIN PUBLIC KEY-----").unwrap().expose(), "-----BEGIN PUBLIC KEY-----");
}

#[test]
fn a_source_that_is_not_built_in_is_never_a_key() {
    for scheme in ["vault", "aws", "tpm", "keyring", "keyutils", "fernet", "jwks"] {
        let source = parse(&format!("{scheme}:x")).unwrap();
        assert!(matches!(source, SecretRef::Stored { scheme: found, .. } if found == scheme));
    }
}

#[test]
fn a_key_behind_the_wrong_prefix_is_not_shown() {
    for text in ["env:", "file:", &format!("env:{CANARY}"), &format!("vault:{CANARY}")] {
        let error = parse(text).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("CANARY"));
    }
}

#[test]
fn what_may_be_a_key_is_no_name() {
    let hex = "CANARY".bytes().map(|byte| format!("{byte:02x}")).collect::<String>().repeat(6);
    let mixed = "CANARYcanary0123_".repeat(3);
    for text in [
        format!("file:{CANARY}"),
        format!("file: {CANARY}"),
        "file:K3.secret.CANARY".to_owned(),
        "file:-----BEGIN PRIVATE KEY-----CANARY".to_owned(),
        "file:MC4C\nCANARY".to_owned(),
        "file:MC4CAQAwBQYDK2VwBCIEICANARY/CANARY".to_owned(),
        format!("file:{}=", "CANARY/".repeat(6)),
        format!("file:{hex}"),
        format!("file:{mixed}"),
        "env:k4_CANARY".to_owned(),
        format!("file:/x/{CANARY}"),
        format!("file:./.{CANARY}"),
        format!("file:'{CANARY}'"),
        format!("vault:apps/x#{CANARY}"),
        format!("keyring:svc/{}", CANARY.replace("local", "secret-pw")),
        format!("file:./CANARY0{}", "aB3-_".repeat(8)),
        format!("vault:apps/x#CANARY0{}", "aB3-_".repeat(8)),
        format!("file:/x/{hex}"),
        format!("env:{hex}"),
        format!("env:APP_{}", &hex[..32]),
        format!("env:{}", "CANARY".repeat(7)),
        format!("env:{mixed}"),
        format!("env:{}", "CANARY_".repeat(10)),
    ] {
        let scheme = text.split(':').next().unwrap();
        let error = parse(&text).unwrap_err();
        assert!(matches!(error, SecretError::LooksLikeKey(_)), "{text}");
        let said = format!("what follows `{scheme}:` looks like a key, where a name belongs");
        assert_eq!(error.to_string(), said);
        assert!(!format!("{error:?}").contains("CANARY") && !format!("{error:?}").contains(&hex));
    }
    for text in [
        "env:K4_LOCAL_KEY",
        "env:PRODUCTION_SERVICE_ACCOUNT_PASETO_V4_LOCAL_KEY",
        "file:k4/key",
        "file:keys/k4.local",
        "file:local.key",
        "file:keys/k4.local.old",
        "vault:apps/api#k4.local",
        "file:/run/secrets/PRODUCTION-service-account-paseto-local-key",
        "file:/var/lib/5d41402abc4b2a76b9719d911017c592/5d41402abc4b2a76b9719d911017c592",
        "file:./5d41402abc4b2a76b9719d911017c592",
    ] {
        assert!(parse(text).is_ok(), "{text}");
    }
}

#[test]
fn variables_are_trimmed_and_must_hold_something() {
    Jail::expect_with(|jail| {
        jail.set_env("SECRETS_TEST_KEY", format!("\t{CANARY}\n"));
        jail.set_env("SECRETS_TEST_EMPTY", " \n");
        assert_eq!(read("env:SECRETS_TEST_KEY").unwrap().expose(), CANARY);
        for name in ["SECRETS_TEST_EMPTY", "SECRETS_TEST_ABSENT"] {
            let error = read(&format!("env:{name}")).unwrap_err();
            let said = format!("`env:{name}` is absent or empty");
            assert_eq!(error.to_string(), said);
        }
        Ok(())
    });
}

#[test]
fn sources_print_no_key() {
    assert_eq!(format!("{:?}", parse(CANARY).unwrap()), "Literal([REDACTED])");
}

#[cfg(unix)]
mod files {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn put(jail: &Jail, content: &[u8], mode: u32) {
        jail.create_binary("key", content).unwrap();
        fs::set_permissions("key", Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn are_read_trimmed_up_to_64_kib() {
        Jail::expect_with(|jail| {
            put(jail, format!("{CANARY}\r\n").as_bytes(), 0o600);
            assert_eq!(read("file:key").unwrap().expose(), CANARY);
            put(jail, &[b'a'; 64 * 1024], 0o600);
            assert_eq!(read("file:key").unwrap().expose().len(), 64 * 1024);
            put(jail, &[b'a'; 64 * 1024 + 1], 0o600);
            assert!(matches!(read("file:key"), Err(SecretError::TooLong { .. })));
            put(jail, b"\xff", 0o600);
            assert!(matches!(
                read("file:key"),
                Err(SecretError::Malformed { backend: "file", .. })
            ));
            put(jail, b" \n", 0o600);
            assert!(matches!(read("file:key"), Err(SecretError::NotFound { .. })));
            assert!(matches!(read("file:nowhere"), Err(SecretError::NotFound { .. })));
            assert!(matches!(read("file:/"), Err(SecretError::Inaccessible { .. })));
            assert!(matches!(read("file:/dev/zero"), Err(SecretError::Malformed { .. })));
            Ok(())
        });
    }

    #[test]
    fn open_to_every_user_hold_no_secret() {
        Jail::expect_with(|jail| {
            for mode in [0o644, 0o604, 0o602, 0o777] {
                put(jail, CANARY.as_bytes(), mode);
                let error = read("file:key").unwrap_err();
                assert!(matches!(error, SecretError::Exposed(_)), "{mode:o}");
                assert!(!format!("{error} {error:?}").contains("CANARY"));
            }
            for mode in [0o600, 0o400, 0o640] {
                put(jail, CANARY.as_bytes(), mode);
                assert!(read("file:key").is_ok(), "{mode:o}");
            }
            Ok(())
        });
    }

    #[test]
    fn open_to_every_user_may_hold_public_keys_alone() {
        Jail::expect_with(|jail| {
            let pem = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n";
            for public in [PUBLIC, pem] {
                for mode in [0o644, 0o664, 0o444] {
                    put(jail, public.as_bytes(), mode);
                    assert!(read("file:key").is_ok(), "{mode:o}");
                }
                for mode in [0o646, 0o666, 0o602] {
                    put(jail, public.as_bytes(), mode);
                    let error = read("file:key").unwrap_err();
                    assert_eq!(error.to_string(), "`file:key` can be written by every user");
                }
            }
            let private = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
            for mixed in [format!("{pem}{private}"), format!("{PUBLIC}\n{CANARY}")] {
                put(jail, mixed.as_bytes(), 0o644);
                assert!(matches!(read("file:key"), Err(SecretError::Exposed(_))));
            }
            Ok(())
        });
    }

    #[test]
    fn of_the_service_manager_are_trusted_where_they_really_lie() {
        Jail::expect_with(|jail| {
            let dir = jail.create_dir("credentials")?;
            jail.create_dir("elsewhere")?;
            jail.set_env("CREDENTIALS_DIRECTORY", jail.directory().join(dir).display());
            for (path, trusted) in [
                ("credentials/key", true),
                ("elsewhere/key", false),
                ("credentials/../elsewhere/key", false),
            ] {
                jail.create_file(path, CANARY)?;
                fs::set_permissions(path, Permissions::from_mode(0o444)).unwrap();
                assert_eq!(read(&format!("file:{path}")).is_ok(), trusted, "{path}");
                fs::remove_file(path).unwrap();
            }
            Ok(())
        });
    }
}
