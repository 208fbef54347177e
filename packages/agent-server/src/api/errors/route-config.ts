import "fastify";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Errors of the route carry the vendor's codes where it has one. */
    speaksVendor?: boolean;
  }
}
