use actix_paseto::toolbox::{AesKey, AesKeys, Encrypted, FieldKey, OpenError};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::peer::{Peer, b64};

const RAW: [u8; 32] = [42; 32];

#[derive(Serialize, Deserialize, Clone)]
struct Customer {
    name: String,
    iban: Encrypted<String>,
    tax_id: Option<Encrypted<u64>>,
}

fn keys() -> AesKeys {
    AesKeys::new(AesKey::from_bytes(&RAW).unwrap())
}

fn stored(iban: &Encrypted<String>) -> String {
    serde_json::to_value(iban).unwrap().as_str().unwrap().to_owned()
}

#[test]
fn a_struct_is_stored_and_opened() {
    let (iban, tax) = (FieldKey::new(&keys(), "iban"), FieldKey::new(&keys(), "tax_id"));
    let alice = Customer {
        name: "alice".into(),
        iban: Encrypted::seal("DE89 é", &iban).unwrap(),
        tax_id: Some(Encrypted::seal(&7, &tax).unwrap()),
    };
    let text = serde_json::to_string(&alice).unwrap();
    assert!(!text.contains("DE89"));
    let back: Customer = serde_json::from_str(&text).unwrap();
    assert_eq!(back.name, "alice");
    assert_eq!(back.iban.open(&iban).unwrap(), "DE89 é");
    assert_eq!(back.tax_id.unwrap().open(&tax).unwrap(), 7);
    let binary = Encrypted::<String>::from_bytes(alice.iban.as_bytes().to_vec()).unwrap();
    assert_eq!(binary.open(&iban).unwrap(), "DE89 é");
}

#[test]
fn python_reads_and_writes_the_documented_form() {
    let mut python = Peer::start();
    let field = FieldKey::new(&keys(), "customer.iban");
    for (key, parts) in [
        (field.clone(), json!(["customer.iban"])),
        (field.record("é7"), json!(["customer.iban", "é7"])),
    ] {
        let ours = stored(&Encrypted::seal("DE89 é\n", &key).unwrap());
        assert_eq!(python.text("field_open", json!([b64(RAW), ours, parts])), "DE89 é\n");
        let with = json!([b64(RAW), b64([3; 12]), "DE89 é\n", parts]);
        let theirs: Encrypted<String> =
            serde_json::from_value(python.ask("field_seal", with)).unwrap();
        assert_eq!(theirs.open(&key).unwrap(), "DE89 é\n");
    }
}

#[test]
fn a_value_opens_in_its_own_place_only() {
    let iban = FieldKey::new(&keys(), "iban");
    let places = [
        iban.clone(),
        iban.record("1"),
        iban.record("2"),
        iban.record(""),
        FieldKey::new(&keys(), "iban1"),
        FieldKey::new(&keys(), "").record("iban"),
        FieldKey::new(&keys(), "iban\u{1}\0\0\0\0\0\0\u{0}1"),
    ];
    for (from, sealing) in places.iter().enumerate() {
        let value = Encrypted::<String>::seal("DE89", sealing).unwrap();
        for (to, opening) in places.iter().enumerate() {
            let opened = value.open(opening);
            assert_eq!(opened.is_ok(), from == to, "from {from} to {to}");
            assert!(opened.err().is_none_or(|error| error == OpenError::Refused));
        }
    }
}

#[test]
fn what_is_not_sealed_is_refused_and_not_quoted() {
    let plain =
        [json!("DE89"), json!(""), json!(89), json!(["DE89"]), json!({ "DE89": 89 }), Value::Null];
    for value in plain.into_iter().chain([json!("A".repeat(43)), json!("AQ".repeat(10))]) {
        let error = serde_json::from_value::<Encrypted<String>>(value.clone()).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(shown.contains("not an encrypted field"), "{shown}");
        assert!(!shown.contains("89"), "{shown}");
    }
}

#[test]
fn another_type_is_told_apart_from_another_key() {
    let key = FieldKey::new(&keys(), "iban");
    let text = stored(&Encrypted::seal("DE89", &key).unwrap());
    let number: Encrypted<u64> = serde_json::from_value(json!(text)).unwrap();
    assert_eq!(number.open(&key).unwrap_err(), OpenError::Content);
    let other = FieldKey::new(&AesKeys::new(AesKey::generate().unwrap()), "iban");
    assert_eq!(number.open(&other).unwrap_err(), OpenError::Refused);
}

#[test]
fn values_rotate_to_the_active_key() {
    let old = FieldKey::new(&keys(), "iban");
    let value = Encrypted::<String>::seal("DE89", &old).unwrap();
    let new = AesKey::generate().unwrap();
    let both = FieldKey::new(&keys().rotated_to(new.clone()), "iban");
    assert!(!value.is_current(&both));
    let rotated = value.rotate(&both).unwrap();
    assert!(rotated.is_current(&both));
    assert_eq!(rotated.open(&FieldKey::new(&AesKeys::new(new), "iban")).unwrap(), "DE89");
    assert!(value.rotate(&both.record("1")).is_err());
}

/// The buffer behind grows several times on the way.
#[test]
fn long_values_come_back_whole() {
    let key = FieldKey::new(&keys(), "notes");
    let notes: Vec<String> = (0..5000).map(|n| format!("note {n}")).collect();
    let value = Encrypted::<Vec<String>>::seal(&notes, &key).unwrap();
    assert_eq!(value.open(&key).unwrap(), notes);
}
