// A real OpenID provider laid out like a Keycloak realm. `node oidc-server.mjs rotate` puts a new
// Ed25519 key first in KEYS_FILE; restart to serve it, the old one stays published.
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { exportJWK, generateKeyPair } from 'jose';
import Koa from 'koa';
import mount from 'koa-mount';
import Provider from 'oidc-provider';

const { PORT = '18300', KEYS_FILE = 'oidc-keys.json', TTL = '5', TLS_CERT, TLS_KEY } = process.env;
const { SECRET = 'svc-secret-0123456789-0123456789' } = process.env;
const scheme = TLS_CERT ? 'https' : 'http';
const { ISSUER = `${scheme}://127.0.0.1:${PORT}/realms/test` } = process.env;

const key = async (alg, kid, options = {}) => {
  const { privateKey } = await generateKeyPair(alg, { extractable: true, ...options });
  return { ...(await exportJWK(privateKey)), kid, alg, use: 'sig' };
};
const ed25519 = (kid) => key('EdDSA', kid, { crv: 'Ed25519' });
let keys = fs.existsSync(KEYS_FILE)
  ? JSON.parse(fs.readFileSync(KEYS_FILE))
  : [await ed25519('ed-1'), await key('RS256', 'rsa-1'), await key('ES256', 'p256-1')]; // a reader must filter
const rotate = process.argv[2] === 'rotate';
if (rotate) keys = [await ed25519(`ed-${keys.length}`), ...keys];
fs.writeFileSync(KEYS_FILE, JSON.stringify(keys), { mode: 0o600 });
if (rotate) process.exit(0);

const p = '/protocol/openid-connect';
const client = (id, method) => ({
  client_id: id, client_secret: SECRET, token_endpoint_auth_method: method,
  grant_types: ['client_credentials'], redirect_uris: [], response_types: [], scope: 'read write',
});
const provider = new Provider(ISSUER, {
  jwks: { keys },
  scopes: ['openid', 'read', 'write'],
  clients: [client('svc', 'client_secret_basic'), client('svc-post', 'client_secret_post')],
  routes: { authorization: `${p}/auth`, jwks: `${p}/certs`, token: `${p}/token`,
    introspection: `${p}/token/introspect`, revocation: `${p}/revoke`, userinfo: `${p}/userinfo` },
  features: {
    devInteractions: { enabled: false }, clientCredentials: { enabled: true },
    introspection: { enabled: true }, revocation: { enabled: true },
    resourceIndicators: {
      enabled: true, defaultResource: () => 'urn:api', useGrantedResource: () => true,
      getResourceServerInfo: () => ({ scope: 'read write', audience: 'urn:api', accessTokenFormat: 'jwt',
        accessTokenTTL: Number(TTL), jwt: { sign: { alg: 'EdDSA' } } }),
    },
  },
});
const app = new Koa().use(mount('/realms/test', provider)).callback();
const server = TLS_CERT
  ? https.createServer({ cert: fs.readFileSync(TLS_CERT), key: fs.readFileSync(TLS_KEY) }, app)
  : http.createServer(app);
server.listen(Number(PORT), '127.0.0.1');
