//! What compiles, what does not, and in which words.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.pass("ui-tests/pass/*.rs");
    cases.compile_fail("ui-tests/fail/*/*.rs");
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn mistakes_are_met_with_our_own_words() {
    let cases = files("ui-tests/fail", "rs");
    assert!(cases.len() >= 60, "{} failing cases", cases.len());
    assert!(files("ui-tests/pass", "rs").len() >= 25);
    let words: Vec<String> =
        cases.iter().map(|case| fs::read_to_string(case.with_extension("stderr")).unwrap()).collect();
    // rustc's own words carry a code, and change with the compiler.
    let ours = words.iter().filter(|words| !words.contains("error[E")).count();
    assert!(ours * 10 >= cases.len() * 9, "{ours} of {} are our own words", cases.len());
}

#[test]
fn each_case_says_why_it_matters() {
    for case in files("ui-tests", "rs") {
        let text = fs::read_to_string(&case).unwrap();
        assert!(text.starts_with("// "), "{} starts without a reason", case.display());
    }
}
