//! Who inherits what from whom.

use super::*;

const FILE: &str = "
    [default]
    leeway = '1s'
    issuer = 'main'
    keys = { active = 'k4.local.main' }
    [admin]
    issuer = 'admin'
    [production]
    leeway = '3s'
";

fn read(figment: &Figment, profile: &str) -> Settings {
    Settings::read(figment, profile).unwrap_or_else(|errors| panic!("{errors}"))
}

fn error(figment: &Figment, profile: &str) -> String {
    Settings::read(figment, profile).unwrap_err().to_string()
}

#[test]
fn all_inherit_from_default() {
    jail(FILE, &[], |_, figment| {
        assert_eq!(profiles(&figment), ["default", "admin", "production"]);
        let admin = read(&figment, "admin");
        assert_eq!(admin.issuer.as_deref(), Some("admin"));
        assert_eq!(admin.leeway.as_duration(), seconds(1));
        assert_eq!(admin.keys.active[0].expose(), "k4.local.main");
        let all = Settings::read_all(&figment).unwrap();
        let names: Vec<_> = all.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["default", "admin", "production"]);
    });
}

#[test]
fn without_any_source_there_is_default() {
    assert_eq!(profiles(&Figment::new()), ["default"]);
    assert!(Settings::read(&Figment::new(), "default").is_ok());
}

#[test]
fn variables_override_the_selected_profile_and_leave_the_others_their_own() {
    let variables = [
        ("PASETO_PROFILE", "production"),
        ("PASETO_LEEWAY", "5s"),
        ("PASETO_ISSUER", "variable"),
        ("PASETO_MAX_TTL", "40d"),
    ];
    jail(FILE, &variables, |_, figment| {
        assert_eq!(figment.profile(), "production");
        let production = read(&figment, "production");
        assert_eq!(production.leeway.as_duration(), seconds(5));
        assert_eq!(production.issuer.as_deref(), Some("variable"));
        let admin = read(&figment, "admin");
        assert_eq!(admin.issuer.as_deref(), Some("admin"));
        assert_eq!(admin.max_ttl, seconds(40 * 86_400));
    });
}

#[test]
fn variables_override_what_the_file_says_for_all() {
    let file = "[default]\nissuer = 'a'\n[admin]\nrealm = 'r'\n\
                [global]\nissuer = 'b'\nheader = { name = 'X-A' }";
    let variables = [("PASETO_ISSUER", "c"), ("PASETO_REALM", "s"), ("PASETO_HEADER__NAME", "X-B")];
    jail(file, &variables, |_, figment| {
        assert_eq!(profiles(&figment), ["default", "admin"]);
        let admin = read(&figment, "admin");
        assert_eq!(admin.issuer.as_deref(), Some("c"));
        assert_eq!(admin.realm, "r");
        assert_eq!(admin.header.name, "X-B");
    });
}

#[test]
fn cookies_are_inherited_one_key_at_a_time() {
    let file = "[default.cookie]\naccess = 'a'\nrefresh = 'r'\npath = '/x'\n\
                [default.csrf]\ncookie = 'c'\n[admin.cookie]\nrefresh_path = '/x/r'\n\
                same_site = 'strict'\n[admin.family]\ngrace = '5s'\n[wrong.cookie]\n\
                access = '__Host-w'\nsecure = false";
    jail(file, &[], |_, figment| {
        let (default, admin) = (read(&figment, "default"), read(&figment, "admin"));
        assert_eq!((&*default.cookie.access, &*admin.cookie.access), ("a", "a"));
        assert_eq!((&*default.cookie.refresh_path, &*admin.cookie.refresh_path), ("/x", "/x/r"));
        assert_eq!(default.cookie.same_site, SameSite::Lax);
        assert_eq!(admin.cookie.same_site, SameSite::Strict);
        assert_eq!((default.family.grace, admin.family.grace), (seconds(0), seconds(5)));
        let wrong = error(&figment, "wrong");
        let starts =
            ["[wrong] cookie.secure (in paseto.toml): `false` needs", "[wrong] cookie.path"];
        for (line, start) in wrong.lines().zip(starts) {
            assert!(line.starts_with(start), "{line}");
            assert!(line.ends_with(": set `cookie.access = \"access\"`"), "{line}");
        }
        assert_eq!(wrong.lines().count(), 2, "{wrong}");
    });
}

#[test]
fn an_unknown_profile_is_not_default() {
    jail(FILE, &[("PASETO_PROFILE", "prodution")], |_, figment| {
        assert_eq!(error(&figment, "prodution"), "[prodution] no such profile");
        assert_eq!(error(&figment, "global"), "[global] no such profile");
    });
}

#[test]
fn a_key_of_its_own_does_not_go_with_inherited_ones() {
    let file = "[default.keys]\nactive = 'a'\naccept = 'b'\n[admin.keys]\nactive = 'c'\n\
                [same.keys]\nkid = 'required'\n[own.keys]\nactive = 'd'\naccept = []";
    jail(file, &[], |_, figment| {
        assert!(
            error(&figment, "admin")
                .starts_with("[admin] keys.accept (in paseto.toml): is inherited")
        );
        assert!(Settings::read(&figment, "same").is_ok());
        assert!(read(&figment, "own").keys.accept.is_empty());
    });
    let variables = [("PASETO_PROFILE", "production"), ("PASETO_KEYS__ACTIVE", "v")];
    let file = "[default.keys]\naccept = 'b'\n[production]\nrealm = 'r'";
    accepted(file, &variables, |settings| assert_eq!(settings.keys.active[0].expose(), "v"));
}

#[test]
fn an_inherited_mistake_is_told_once() {
    let file = "[default]\nleeway = 5\n[admin]\nrealm = ''\n[other]\nleeway = '1s'";
    jail(file, &[], |_, figment| {
        let lines = told(Settings::read_all(&figment).unwrap_err());
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[0].starts_with("leeway (in paseto.toml): must be a duration"));
        assert!(lines[1].starts_with("[admin] realm (in paseto.toml): must be printable"));
    });
}
