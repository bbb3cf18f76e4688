/** The folder of a plan, before it is published. */
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../commands/campaigns/plan-documents.ts';
import { plainDocument } from '../../fixtures/programme.ts';
import { projectRoot } from '../../workshop/planted-tree.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { planFolder, Stagehand, words } from './office.ts';

const stage = new Stagehand();

describe('campaign check', () => {
  it.each([['welcome'], ['birthday'], ['points-expiring'], ['tier-at-risk'], ['win-back'], ['member-day']])(
    'takes the starter plan %s',
    async (id) => {
      const folder = join(projectRoot, 'shared/config/campaigns', id);
      expect(await stage.ask('check', folder, '--json')).toMatchObject({ code: 0, err: '' });
      expect((await stage.ask('check', folder)).out).toBe(`${folder} is in order: ${id}@1\n`);
    },
  );

  it('tells every fault of the document and of the templates at once', async () => {
    const document = planOf({
      kind: 'party',
      audience: { tier: ['platinum'] },
      steps: [{ id: 'first', template: 'none' }],
    });
    const { code, out } = await stage.ask('check', await planFolder(document), '--json');
    expect(code).toBe(1);
    const paths = [...out.matchAll(/"path":"([^"]*)"/g)].map(([, path]) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['kind', 'audience.tier[0]', 'steps[0].channels', 'steps[0].template']),
    );
  });

  it('looks at the templates of a document that names a level in vain, too', async () => {
    const document = planOf({ audience: { tier: ['platinum'] } });
    const folder = await planFolder(document, { 'words.zh-CN.liquid': words.replace('programme.name', 'shop.name') });
    const { code, out } = await stage.ask('check', folder);
    expect(code).toBe(1);
    expect(out).toContain('audience.tier[0]: unreachable');
    expect(out).toMatch(/words\.zh-CN\.liquid:\d+: .*shop\.name/);
  });

  it('says which language of a template is missing', async () => {
    const folder = await planFolder(planOf());
    await rename(join(folder, 'words.en.liquid'), join(folder, 'words.en.txt'));
    expect((await stage.ask('check', folder)).out).toBe('words.en.liquid: missing\n');
  });

  it('goes by the programme that is named, or that is published', async () => {
    const folder = await planFolder(planOf({ audience: { tier: ['gold'] } }));
    expect((await stage.ask('check', folder)).code).toBe(0);
    const file = join(await temporaryFolder(), 'programme.json');
    await writeFile(file, JSON.stringify({ ...plainDocument, tiers: { levels: [{ id: 'ordinary', from: 0 }] } }));
    const { code, out } = await stage.ask('check', folder, '--program', file);
    expect(code).toBe(1);
    expect(out).toContain('audience.tier[0]');
  });

  it('takes any name of the only JSON, and says when there are several or none', async () => {
    const folder = await planFolder(planOf());
    await rename(join(folder, 'campaign.json'), join(folder, 'spring.json'));
    expect((await stage.ask('check', folder)).code).toBe(0);
    await writeFile(join(folder, 'other.json'), '{}');
    expect((await stage.ask('check', folder)).err).toContain('has other.json, spring.json, and no campaign.json');
    expect((await stage.ask('check', await temporaryFolder())).err).toContain('has no JSON, and no campaign.json');
    expect((await stage.ask('check', join(folder, 'none'))).err).toContain('none cannot be read');
    const broken = await planFolder(planOf(), { 'campaign.json': '{' });
    expect(await stage.ask('check', broken)).toMatchObject({ code: 1, err: expect.stringContaining('is no JSON') });
  });
});
