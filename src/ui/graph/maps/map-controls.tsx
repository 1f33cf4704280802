import { useReactFlow } from '@xyflow/react';
import { Icon, IconButton } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { setView, useView } from '../../state/view.ts';
import styles from './map.module.css';

/** Zoom at the lower right, and the filter when it is open. */
export function MapControls({ onFit }: { readonly onFit: () => void }) {
  const say = useWords();
  const flow = useReactFlow();
  const filter = useView((view) => view.filter);
  return (
    <>
      {filter !== undefined && (
        <label className={styles.filter}>
          <Icon name="search" />
          <span className="visually-hidden">{say('map.filter')}</span>
          <input
            autoFocus value={filter} placeholder={say('map.filter')} data-testid="filter" onChange={(event) => setView({ filter: event.target.value })}
            onKeyDown={(event) => { if (event.key === 'Escape') setView({ filter: undefined }); }} onBlur={() => { if (filter === '') setView({ filter: undefined }); }}
          />
        </label>
      )}
      <div className={styles.zoom}>
        <IconButton icon="plus" hint={{ label: say('map.zoomIn'), keys: '+' }} onClick={() => void flow.zoomIn({ duration: 160 })} />
        <IconButton icon="minus" hint={{ label: say('map.zoomOut'), keys: '−' }} onClick={() => void flow.zoomOut({ duration: 160 })} />
        <IconButton icon="fit" hint={{ label: say('map.fit'), keys: '0' }} onClick={onFit} />
      </div>
    </>
  );
}
