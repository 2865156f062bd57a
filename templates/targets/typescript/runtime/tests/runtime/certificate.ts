/** A certificate for tests, written byte by byte (RFC 5280, X.690), for Node can read but not make them. */
import { generateKeyPairSync, sign } from 'node:crypto';

const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const size =
    body.length < 128 ? [body.length] : [0x82, Math.trunc(body.length / 256), body.length % 256];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
};
const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const sequence = (...parts: Uint8Array[]): Buffer => der(0x30, ...parts);

const COMMON_NAME = hex('0603550403');
const ECDSA_WITH_SHA256 = sequence(hex('06082a8648ce3d040302'));

const pem = (label: string, bytes: Buffer): string =>
  `-----BEGIN ${label}-----\n${bytes.toString('base64')}\n-----END ${label}-----\n`;

/** `20260102030405Z` */
const time = (milliseconds: number): Buffer =>
  der(0x18, Buffer.from(new Date(milliseconds).toISOString().replace(/\.\d+|[-:T]/g, '')));

/** A certificate that its owner has signed, valid for this day, and its key; both as PEM. */
export function selfSigned(name: string): { readonly cert: string; readonly key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const day = 86_400_000;
  const validity = sequence(time(Date.now() - day), time(Date.now() + day));
  const subject = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))));
  const version3 = der(0xa0, hex('020102'));
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const parts = [version3, hex('020101'), ECDSA_WITH_SHA256, subject, validity, subject, spki];
  const signed = sequence(...parts);
  const signature = sign('sha256', signed, privateKey);
  const certificate = sequence(signed, ECDSA_WITH_SHA256, der(0x03, hex('00'), signature));
  return {
    cert: pem('CERTIFICATE', certificate),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
