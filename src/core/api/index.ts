export { createApiClient, type ApiClientOptions, type SessionedApiClient } from './client';
export { systemClock, type Clock } from '../base/clock';
export { ApiError, type ApiErrorDetails, type ApiErrorKind } from './error';
export { HttpClient, type HttpClientOptions, type HttpRequest } from './http';
export { FairLimiter, LimiterPool } from './limiter';
export { Session, tokenText, type SessionOptions } from './session';
export { discoverTenants } from './tenants';
export type * from './model';
