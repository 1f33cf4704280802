import type { enRequests } from './en-requests.ts';

/** 请求经过 API server 的过程，以及谁管理哪些字段。 */
export const zhRequests = {
  'stages.title': '经过 API server 的过程', 'stages.before': '上一阶段', 'stages.next': '下一阶段',
  'stage.authentication': '认证', 'stage.impersonation': '身份扮演', 'stage.authorization': '鉴权', 'stage.decoding': '解码与默认值',
  'stage.mutating': '变更准入', 'stage.validation': '校验', 'stage.validating': '验证准入', 'stage.storage': '存入 etcd', 'stage.watch': 'watch 分发',
  'owners.title': '谁管理哪些字段', 'owners.tell': '每种颜色代表一个字段管理者。要设置别人 apply 的字段，双方必须想要同样的值。',
  'owners.conflicts': '按所有者列出的冲突', 'owners.holds': '{{owner}} 持有',
  'owners.leave': '从你的清单中去掉这些字段：它们仍归其所有者。',
  'owners.share': '或者写上与现有完全相同的值：双方共同拥有。',
  'owners.force': '或者接管它们：`kubectl apply --server-side --force-conflicts`',
} as const satisfies Readonly<Record<keyof typeof enRequests, string>>;
