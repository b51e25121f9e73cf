/** The rotating code of a Customer ID card: what a device shows and how a till judges it, without network. */
export { decodeBase45, encodeBase45 } from './base45.ts';
export {
  type Certificate,
  devicePublicKey,
  isSigned,
  issueCertificate,
  readCertificate,
  storeMark,
  storePublicKey,
} from './certificate.ts';
export {
  codeOf,
  type Fault,
  messageOf,
  prefix,
  readCode,
  stepAt,
  stepSeconds,
  type Trust,
  toHex,
  type Verdict,
  verifyCode,
} from './code.ts';
