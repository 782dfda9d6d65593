import { cluster as enCluster } from './en/cluster';
import { common as enCommon } from './en/common';
import { pages as enPages } from './en/pages';
import { refusals as enRefusals } from './en/refusals';
import { room as enRoom } from './en/room';
import { cluster as zhCluster } from './zh/cluster';
import { common as zhCommon } from './zh/common';
import { pages as zhPages } from './zh/pages';
import { refusals as zhRefusals } from './zh/refusals';
import { room as zhRoom } from './zh/room';

export const en = { ...enCommon, ...enPages, ...enRoom, ...enCluster, ...enRefusals };
export const zh: Record<keyof typeof en, string> = { ...zhCommon, ...zhPages, ...zhRoom, ...zhCluster, ...zhRefusals };

type WithoutPlural<K> = K extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : K;

/** Every text there is, without the plural endings that i18next adds. */
export type TextKey = WithoutPlural<keyof typeof en>;

export type Language = 'zh' | 'en';
