//! The tables of sessions.

use std::time::Duration;

use crate::config::reader::Table;
use crate::config::sessions::FamilySettings;
use crate::config::settings::{Settings, Ttl};
use crate::config::values::{self, sessions};

impl Settings {
    pub(super) fn read_sessions(&mut self, root: &mut Table<'_>) {
        root.section("cookie", |table| self.read_cookie(table));
        root.section("csrf", |table| self.read_csrf(table));
        self.family.ttl = life_of_family(self.access_ttl, self.refresh_ttl);
        root.section("family", |table| self.read_family(table));
    }

    fn read_cookie(&mut self, table: &mut Table<'_>) {
        let cookie = &mut self.cookie;
        table
            .read("access", &mut cookie.access, sessions::cookie_name)
            .read("refresh", &mut cookie.refresh, sessions::cookie_name)
            .read("same_site", &mut cookie.same_site, sessions::same_site)
            .read("secure", &mut cookie.secure, values::flag)
            .read("partitioned", &mut cookie.partitioned, values::flag)
            .read("path", &mut cookie.path, sessions::cookie_path);
        cookie.refresh_path.clone_from(&cookie.path);
        table
            .read("refresh_path", &mut cookie.refresh_path, sessions::cookie_path)
            .read("domain", &mut cookie.domain, sessions::domain)
            .read("persistent", &mut cookie.persistent, values::flag)
            .read("renew_before", &mut cookie.renew_before, sessions::renew_before);
    }

    fn read_csrf(&mut self, table: &mut Table<'_>) {
        table
            .read("cookie", &mut self.csrf.cookie, sessions::readable_cookie_name)
            .read("header", &mut self.csrf.header, sessions::csrf_header)
            .read("origins", &mut self.csrf.origins, values::origins);
    }

    fn read_family(&mut self, table: &mut Table<'_>) {
        table.read("ttl", &mut self.family.ttl, sessions::family_ttl).read(
            "grace",
            &mut self.family.grace,
            sessions::grace,
        );
    }
}

/// Unless it is set, it cuts no token short.
fn life_of_family(access: Ttl, refresh: Ttl) -> Option<Duration> {
    let (Ttl::For(access), Ttl::For(refresh)) = (access, refresh) else { return None };
    FamilySettings::default().ttl.map(|usual| usual.max(access).max(refresh))
}
