//! `.env` files, as Python reads them.

use std::fs;

use actix_paseto::secrets::{SecretError, Secrets};

use super::{field, put, read};
use crate::server::{Folder, installed, program};

const FILE: &str = "# a comment\n\nBARE=hush\nexport EXPORTED=a b c  # why\nHASH=a#b\n\
    SINGLE='it\\'s # x' # why\nDOUBLE=\"a\\n\\t\\\"b\\\" \\d\"\n SPACES = x y \n\
    PEM=\"-----BEGIN X-----\nabc=\n-----END X-----\n\"\nEMPTY=\nCRLF=1\r\nQUOTE=a\"b'c\n\
    exportX=1\nUMLAUT=grün\n";

const NAMES: [&str; 11] = [
    "BARE", "EXPORTED", "HASH", "SINGLE", "DOUBLE", "SPACES", "PEM", "CRLF", "QUOTE", "exportX",
    "UMLAUT",
];

/// What `python-dotenv` takes for the value.
fn python(file: &std::path::Path, name: &str) -> String {
    let script = "import dotenv,sys\nprint(dotenv.dotenv_values(sys.argv[1])[sys.argv[2]], end='')";
    let python = installed("python").join("bin/python");
    let output = program(python).args(["-c", script]).arg(file).arg(name).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[actix_web::test]
async fn are_read_as_python_reads_them() {
    let folder = Folder::new("dotenv");
    let file = folder.join(".env");
    put(&file, FILE, 0o600);
    for name in NAMES {
        assert_eq!(read(&field(&file, name)).await.unwrap(), python(&file, name), "{name}");
    }
    let empty = read(&field(&file, "EMPTY")).await;
    assert!(matches!(empty, Err(SecretError::NotFound { .. })));
}

#[actix_web::test]
async fn are_written_so_that_python_reads_them_and_other_lines_stay() {
    let folder = Folder::new("dotenv-set");
    let file = folder.join("app.env");
    put(&file, "# kept\nexport A=1 # gone\nB='2'", 0o600);
    let secrets = Secrets::from_file(file.to_str().unwrap());
    for value in ["x", "a b", "it's", "a\"b'c", "a\nb\n", "#x", "a\\b", "a \\n b'", "-x=\r\n", "$a"]
    {
        for name in ["A", "C"] {
            secrets.set(name, value.as_bytes().to_vec()).await.unwrap();
            let read = secrets.get(name).await.unwrap();
            assert_eq!(read.bytes.expose(), value.as_bytes());
            assert_eq!(python(&file, name), value);
        }
    }
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("# kept\nexport A='$a'") || text.contains("export A="), "{text}");
    assert!(text.contains("\nB='2'\n"), "{text}");
    secrets.delete("A").await.unwrap();
    assert_eq!(secrets.list("").await.unwrap(), ["B", "C"]);
}

#[actix_web::test]
async fn are_refused_where_programs_disagree() {
    let folder = Folder::new("dotenv-strict");
    let file = folder.join(".env");
    for line in [
        "K=CANARY${HOME}",
        "K=CANARY\nK=CANARY",
        "K='CANARY",
        "K=\"CANARY\" x",
        "K",
        "K CANARY",
        "K= #CANARY",
        "1K=CANARY",
        "K-K=CANARY",
        "K='CANARY\\\\'",
        ":CANARY",
    ] {
        put(&file, line, 0o600);
        let error = read(&field(&file, "K")).await.unwrap_err();
        assert!(matches!(error, SecretError::Malformed { .. }), "{line}: {error}");
        assert!(!format!("{error} {error:?}").contains("CANARY"), "{line}");
    }
}
