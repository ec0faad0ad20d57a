//! Vault, AWS Secrets Manager and a TPM.

use serde_json::json;

use super::{Deployment, lives, new_key};

#[cfg(feature = "vault")]
pub(super) fn on_vault(bao: &crate::vault::bao::Bao) -> Deployment {
    use crate::vault::bao::{ROLE_ID, SECRET_ID};

    Deployment::of("vault")
        .with("PASETO_VAULT__ADDRESS", format!("http://127.0.0.1:{}", bao.port))
        .with("PASETO_VAULT__ROLE_ID", ROLE_ID)
        .with("PASETO_VAULT__SECRET_ID", "env:SHOP_SECRET_ID")
        .with("SHOP_SECRET_ID", SECRET_ID)
}

#[cfg(feature = "vault")]
pub(super) fn put(bao: &crate::vault::bao::Bao, text: &str) {
    let body = json!({ "data": { "token_key": text, "other": "stays" } });
    assert_eq!(bao.api("POST", "secret/data/apps/shop", body).0, 200);
}

#[cfg(feature = "vault")]
pub(super) fn stored(bao: &crate::vault::bao::Bao) -> String {
    let (_, answer) = bao.api("GET", "secret/data/apps/shop", json!(null));
    assert_eq!(answer["data"]["data"]["other"], "stays");
    answer["data"]["data"]["token_key"].as_str().unwrap().to_owned()
}

#[cfg(feature = "vault")]
#[test]
fn vault_by_a_role() {
    let bao = crate::vault::bao::Bao::start();
    put(&bao, &new_key());
    lives(on_vault(&bao), || stored(&bao));
}

#[cfg(feature = "aws")]
#[test]
fn aws_by_the_credentials_of_its_sdk() {
    use crate::aws::moto::{KEY, KEY_ID, Moto};

    let moto = Moto::start();
    let key = json!({ "token_key": new_key(), "other": "stays" }).to_string();
    moto.boto3(&format!("sm.create_secret(Name='prod/shop', SecretString='{key}')"));
    let deployment = Deployment::of("aws")
        .with("PASETO_AWS__REGION", "us-east-1")
        .with("PASETO_AWS__ENDPOINT", format!("http://127.0.0.1:{}", moto.port))
        .with("AWS_ACCESS_KEY_ID", KEY_ID)
        .with("AWS_SECRET_ACCESS_KEY", KEY)
        .with("AWS_EC2_METADATA_DISABLED", "true")
        .hiding(KEY);
    let show = "print(sm.get_secret_value(SecretId='prod/shop')['SecretString'])";
    lives(deployment, || {
        let document: serde_json::Value = serde_json::from_str(&moto.boto3(show)).unwrap();
        assert_eq!(document["other"], "stays");
        document["token_key"].as_str().unwrap().to_owned()
    });
}

/// Sealed by the operator's example to the registers that the configuration names.
#[cfg(feature = "tpm")]
#[test]
fn a_tpm() {
    use actix_paseto::secrets::{SecretPath, SecretSource as _, TpmSettings, TpmSource};

    use crate::harness::App;
    use crate::tpm::chip::Chip;

    let chip = Chip::start();
    let file = chip.file("token-key.tpm").display().to_string();
    let seal = ["seal", "--to", &file, "--pcrs", "0,2,4,7", "--device", &chip.tcti()];
    let sealed = App::run("keys", &seal, &[], &new_key());
    assert!(sealed.status.success(), "{}", sealed.stderr);
    let deployment = Deployment::of("tpm")
        .with("PASETO_KEYS__ACTIVE", format!("tpm:{file}"))
        .with("PASETO_TPM__DEVICE", chip.tcti());
    lives(deployment, || {
        let mut settings = TpmSettings::default();
        (settings.device, settings.pcrs) = (Some(chip.tcti()), vec![0, 2, 4, 7]);
        let (path, system) = (SecretPath::parse(&file).unwrap(), actix_web::rt::System::new());
        let read = async { TpmSource::connect(&settings).await.unwrap().get(&path).await.unwrap() };
        let secret = system.block_on(read);
        String::from_utf8(secret.bytes.expose().to_vec()).unwrap()
    });
    assert!(chip.is_empty());
}
