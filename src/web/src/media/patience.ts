/** Milliseconds an answered offer may take to flow before another is made. */
export const connectWithin = 6000;
/** Milliseconds of lost contact (no consent, RFC 7675) before a connection counts as lost; shorter gaps heal by themselves. */
export const healWithin = 2500;
