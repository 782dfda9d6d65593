import { useEffect, useState } from 'react';
import { server } from '../api/server';
import { useStore } from '../app/Store';
import { ClusterWatch, type Watched } from './ClusterWatch';

/** The cluster, live while the page is looked at. */
export function useCluster(): Watched & { askNow: () => void } {
  const [watch] = useState(() => new ClusterWatch(server.cluster, () => document.visibilityState === 'hidden'));
  const state = useStore(watch.state);
  useEffect(() => {
    watch.start();
    document.addEventListener('visibilitychange', watch.shown);
    return () => {
      document.removeEventListener('visibilitychange', watch.shown);
      watch.stop();
    };
  }, [watch]);
  return { ...state, askNow: watch.askNow };
}
