#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::result_large_err,
    reason = "a test may fail loudly"
)]

use figment::Jail;

use crate::secret::SecretText;
use crate::secrets::{BackendSettings, FernetSource, SecretError, SecretRef};
use crate::toolbox::FernetKey;

fn connect() -> Result<FernetSource, SecretError> {
    let mut settings = BackendSettings::default();
    let kept = SecretText::from("env:SECRETS_TEST_FERNET".to_owned());
    settings.fernet.keys = vec![SecretRef::parse(&kept).unwrap()];
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(FernetSource::connect(&settings))
}

#[test]
fn a_key_may_stand_in_a_variable() {
    Jail::expect_with(|jail| {
        let said = "`env:SECRETS_TEST_FERNET` is absent or empty";
        assert_eq!(connect().unwrap_err().to_string(), said);
        jail.set_env("SECRETS_TEST_FERNET", " ");
        assert_eq!(connect().unwrap_err().to_string(), said);
        jail.set_env("SECRETS_TEST_FERNET", "CANARY");
        let error = connect().unwrap_err();
        assert!(matches!(error, SecretError::Config { backend: "fernet", .. }));
        assert!(!format!("{error} {error:?}").contains("CANARY"));
        let key = FernetKey::generate().unwrap().to_text();
        jail.set_env("SECRETS_TEST_FERNET", format!("{}\n", key.expose()));
        assert!(connect().is_ok());
        Ok(())
    });
}
