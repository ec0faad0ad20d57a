//! Settings and the variable that stands in for them.

use super::*;
use crate::server::program;

const CHILD: &str = "TPM_TEST_CHILD";

#[actix_web::test]
async fn settings_that_make_no_sense_are_refused() {
    let long = "x".repeat(33);
    for (device, password, pcrs, word) in [
        ("CANARY", None, &[][..], "`tpm.device`"),
        ("swtpm:host=127.0.0.1,port=CANARY", None, &[], "`tpm.device`"),
        ("swtpm", None, &[24], "`tpm.pcrs`"),
        ("swtpm", Some(""), &[], "`tpm.password` is empty"),
        ("swtpm", Some(long.as_str()), &[], "32 bytes"),
    ] {
        let error = TpmSource::connect(&settings(device, password, pcrs)).await.unwrap_err();
        assert!(matches!(error, SecretError::Config { backend: "tpm", .. }), "{error:?}");
        assert!(error.to_string().contains(word), "{error}");
        assert!(!error.to_string().contains("CANARY"));
    }
}

#[actix_web::test]
async fn a_password_that_is_not_to_be_had_is_no_empty_password() {
    for (reference, found) in [
        ("env:TPM_TEST_ABSENT", "`env:TPM_TEST_ABSENT` is absent or empty"),
        ("file:/nowhere/password", "`file:/nowhere/password` cannot be read or written"),
        ("vault:apps/api#password", "tpm: `tpm.password` must be"),
    ] {
        let mut settings = settings("swtpm", None, &[]);
        settings.password = Some(SecretRef::parse(&reference.to_owned().into()).unwrap());
        let error = TpmSource::connect(&settings).await.unwrap_err();
        assert!(error.to_string().starts_with(found), "{error}");
    }
}

#[actix_web::test]
async fn a_password_comes_from_a_file() {
    let chip = Chip::start();
    let blob = connect(&chip, Some("hush"), &[]).await.seal(&bytes(CONTENT)).await.unwrap();
    let file = chip.file("password");
    std::fs::write(&file, "hush\n").unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(&file, mode).unwrap();
    let mut settings = settings(&chip.tcti(), None, &[]);
    let reference = format!("file:{}", file.display());
    settings.password = Some(SecretRef::parse(&reference.into()).unwrap());
    let source = TpmSource::connect(&settings).await.unwrap();
    assert_eq!(source.unseal(&blob).await.unwrap().expose(), CONTENT);
}

#[test]
fn the_variable_of_the_tools_stands_in_for_the_device() {
    let chip = Chip::start();
    for (tcti, succeeds) in [(chip.tcti(), true), ("CANARY".to_owned(), false)] {
        let mut child = program(std::env::current_exe().unwrap());
        child.args(["--exact", "tpm::settings::child", "--ignored"]);
        child.env(CHILD, "1").env("TPM2TOOLS_TCTI", &tcti);
        let output = child.output().unwrap();
        assert_eq!(output.status.success(), succeeds, "{tcti}");
    }
}

#[actix_web::test]
#[ignore = "run by the test above, with its variables"]
async fn child() {
    if std::env::var_os(CHILD).is_some() {
        TpmSource::connect(&TpmSettings::default()).await.unwrap();
    }
}
