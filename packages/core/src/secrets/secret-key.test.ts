import { expect, it } from "vitest";
import { isSecretKey } from "../index.ts";

it.each([
  ..."apiKey api_key API_KEY api-key x-api-key X-Api-Key apikey APIKEY openaiApiKey OPENAI_API_KEY apiKeyValue api_key_2".split(
    " ",
  ),
  ..."authorization Authorization proxy-authorization auth basicAuth password Password dbPassword DB_PASSWORD passwd pwd".split(
    " ",
  ),
  ..."passphrase token accessToken access_token ACCESS-TOKEN accesstoken refreshTokens botToken GITHUB_TOKEN secret".split(
    " ",
  ),
  ..."clientSecret client_secret clientsecret AWS_SECRET_ACCESS_KEY secretKey secrets cookie Set-Cookie cookies".split(
    " ",
  ),
  ..."credential credentials connectionString dsn SENTRY_DSN jwt privateKey private_key sshKey accountKey stripeKey STRIPE_KEY".split(
    " ",
  ),
  ..."SharedAccessSignature sig X-Amz-Signature X-Amz-Security-Token webhookSecret signingKey pass otp".split(
    " ",
  ),
])("%s names a secret", (key) => {
  expect(isSecretKey(key)).toBe(true);
});

it.each([
  ..."key keys id name tokens maxTokens max_tokens inputTokens totalTokens tokenCount token_type tokenizer nextPageToken".split(
    " ",
  ),
  ..."stopToken publicKey PUBLIC_KEY primaryKey cacheKey idempotencyKey keyId passwordPolicy authors author authority".split(
    " ",
  ),
  ..."secretary passenger bypass compass monkey keyboard sessionId userId apiKeyVariable hasPasswordSet signature text".split(
    " ",
  ),
  "",
  "x".repeat(200),
])("%s names none", (key) => {
  expect(isSecretKey(key)).toBe(false);
});
