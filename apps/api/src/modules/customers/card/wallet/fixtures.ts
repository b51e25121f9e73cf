import { createHash, createVerify, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Asn1 {
  value: Asn1[] | string;
}
interface Named {
  setSubject(attributes: object[]): void;
  setIssuer(attributes: object[]): void;
  sign(key: object, digest: object): void;
  publicKey: object;
  serialNumber: string;
  validity: { notBefore: Date; notAfter: Date };
}
/** The part of node-forge that is used; it comes with passkit-generator and has no types. */
interface Forge {
  md: { sha256: { create(): object } };
  pki: {
    createCertificate(): Named;
    publicKeyFromPem(pem: string): object;
    privateKeyFromPem(pem: string): object;
    certificateToPem(certificate: object): string;
    publicKeyToPem(key: object): string;
  };
  asn1: {
    Class: { UNIVERSAL: number };
    Type: { SET: number };
    create(tag: number, type: number, constructed: boolean, value: Asn1[]): Asn1;
    fromDer(bytes: string): Asn1;
    toDer(value: Asn1): { getBytes(): string };
    derToOid(bytes: string): string;
  };
  pkcs7: {
    messageFromAsn1(value: Asn1): {
      certificates: Named[];
      rawCapture: { authenticatedAttributes: Asn1[]; signature: string };
    };
  };
}

const require = createRequire(import.meta.url);
const forge = createRequire(require.resolve('passkit-generator'))('node-forge') as Forge;

const keyPair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

function certificate(name: string, publicKey: string, issuer: string, issuerKey: string): string {
  const made = forge.pki.createCertificate();
  const named = (value: string) => [{ shortName: 'CN', value }];
  made.publicKey = forge.pki.publicKeyFromPem(publicKey);
  made.serialNumber = `01${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
  made.validity.notBefore = new Date('2026-01-01T00:00:00Z');
  made.validity.notAfter = new Date('2036-01-01T00:00:00Z');
  made.setSubject(named(name));
  made.setIssuer(named(issuer));
  made.sign(forge.pki.privateKeyFromPem(issuerKey), forge.md.sha256.create());
  return forge.pki.certificateToPem(made);
}

/** Settings of both wallets, with certificates and keys made for the test, and what checks signatures. */
export function makeWallets() {
  const folder = mkdtempSync(join(tmpdir(), 'wafa-wallet-'));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const authority = keyPair();
  const pass = keyPair();
  const google = keyPair();
  const account = { client_email: 'wallet@example.iam.gserviceaccount.com', private_key: google.privateKey };
  return {
    folder,
    env: {
      WALLET_APPLE_CERT: file(
        'pass.pem',
        certificate('Pass', pass.publicKey, 'Authority', authority.privateKey),
      ),
      WALLET_APPLE_KEY: file('pass.key', pass.privateKey),
      WALLET_APPLE_WWDR: file(
        'wwdr.pem',
        certificate('Authority', authority.publicKey, 'Authority', authority.privateKey),
      ),
      WALLET_APPLE_PASS_TYPE_ID: 'pass.example.card',
      WALLET_APPLE_TEAM_ID: 'TEAM123456',
      WALLET_GOOGLE_KEY: file('google.json', JSON.stringify(account)),
      WALLET_GOOGLE_ISSUER_ID: '3388000000012345678',
    },
    applePublicKey: pass.publicKey,
    googlePublicKey: google.publicKey,
  };
}

/** The files of a zip archive that stores them without compression, as passes do. */
export function unzip(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const size = archive.readUInt32LE(at + 20);
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const local = archive.readUInt32LE(at + 42);
    const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    files.set(name, archive.subarray(from, from + size));
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return files;
}

const messageDigest = '1.2.840.113549.1.9.4';

/**
 * Judges a detached PKCS #7 signature: whether its attributes name the digest of `content`, and are signed
 * by this key. Answers with the number of certificates inside.
 */
export function checkSignature(signature: Buffer, content: Buffer, publicKey: string) {
  const message = forge.pkcs7.messageFromAsn1(forge.asn1.fromDer(signature.toString('latin1')));
  const { authenticatedAttributes: attributes, signature: signed } = message.rawCapture;
  const { Class, Type } = forge.asn1;
  const set = forge.asn1.toDer(forge.asn1.create(Class.UNIVERSAL, Type.SET, true, attributes)).getBytes();
  const values = new Map(
    attributes.map(({ value: [oid, held] }) => [
      forge.asn1.derToOid((oid as Asn1).value as string),
      ((held as Asn1).value[0] as Asn1).value,
    ]),
  );
  return {
    namesContent:
      values.get(messageDigest) === createHash('sha1').update(content).digest().toString('latin1'),
    isSigned: createVerify('RSA-SHA1')
      .update(Buffer.from(set, 'latin1'))
      .verify(publicKey, Buffer.from(signed, 'latin1')),
    certificates: message.certificates.length,
  };
}
