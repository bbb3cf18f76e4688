import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { GetPublicKeyCommand, KMSClient, NotFoundException } from '@aws-sdk/client-kms';
import { rootsKeyAlias } from '../../shared/config/names.ts';
import type { RootSignature } from '../../shared/contracts/root-document.ts';
import type { Deployment } from '../deployment.ts';
import { Failure } from '../failure.ts';

/** The key of a PEM file that was put by. @throws Failure when it holds none for ECDSA on P-256 */
async function keyOfFile(file: string): Promise<KeyObject> {
  const text = await readFile(file);
  try {
    const key = createPublicKey(text);
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key;
  } catch {
    // Said below, as of a key of another kind.
  }
  throw new Failure(`${file} holds no public key of the curve P-256.`, 'docs/data-model.md says how to put it by.');
}

/** The key that the stage signs with now, as KMS says. @throws Failure when it has none */
async function keyOfStage({ stage, clients }: Pick<Deployment, 'stage' | 'clients'>): Promise<KeyObject> {
  const KeyId = rootsKeyAlias(stage);
  try {
    const { PublicKey: key = [] } = await new KMSClient(clients).send(new GetPublicKeyCommand({ KeyId }));
    return createPublicKey({ key: Buffer.from(key), format: 'der', type: 'spki' });
  } catch (error) {
    if (!(error instanceof NotFoundException)) throw error;
    throw new Failure(`KMS has no key ${KeyId}.`, 'Deploy the stage first, or name the key with --public-key.');
  }
}

/**
 * Tells the signatures of a stage from others. The key is never the one that a signature itself names: anybody can make
 * one and sign with it.
 *
 * @param file PEM of the public key; without one KMS is asked
 */
export async function signatureCheck(
  deployment: Pick<Deployment, 'stage' | 'clients'>,
  file: string | undefined,
): Promise<(text: string, signature: RootSignature) => boolean> {
  const key = file === undefined ? await keyOfStage(deployment) : await keyOfFile(file);
  return (text, { value }) => verify('sha256', Buffer.from(text, 'utf8'), key, Buffer.from(value, 'base64'));
}
