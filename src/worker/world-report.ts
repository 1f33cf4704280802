import { YamlError, readYaml, writeYaml } from '../base/index.ts';
import { TopologyError, defaultTopology, isGroup, presets, readTopology } from '../cluster/index.ts';
import type { Topology } from '../cluster/index.ts';
import type { WorldReport, WorldSource } from '../protocol/index.ts';
import { sceneInfos } from './scenes.ts';
import type { Scene } from './scenes.ts';
import { BadCommandError } from './worker-faults.ts';

/** The topology that a source asks for. Throws BadCommandError. */
export function topologyOf({ topology }: WorldSource, scene: Scene | undefined): Topology {
  const wanted = topology ?? scene?.topology;
  if (topology === undefined && scene?.situation) return scene.situation.topology;
  if (wanted === undefined) return defaultTopology;
  try {
    return presets[wanted] ?? readTopology(readYaml(wanted));
  } catch (error) {
    if (!(error instanceof TopologyError) && !(error instanceof YamlError)) throw error;
    throw new BadCommandError(`the topology cannot be built: ${error.message}`);
  }
}

/** What the page is told of a world before its first frame. */
export function worldReport(source: WorldSource, scene: Scene | undefined, topology: Topology): WorldReport {
  return {
    type: 'world',
    seed: scene?.situation?.seed ?? source.seed,
    ...(source.situation === undefined ? {} : { situation: source.situation }),
    ...(scene === undefined || source.situation !== undefined ? {} : { scene: scene.id }),
    topology: writeYaml(topology),
    version: topology.kubernetesVersion,
    scenes: sceneInfos(),
    presets: Object.keys(presets),
    files: scene?.files ?? [],
    ...(isGroup(topology) ? { perspective: 'raft' } : scene?.perspective === undefined ? {} : { perspective: scene.perspective }),
    ...(scene?.select === undefined ? {} : { select: scene.select }),
  };
}
