import { describePasteTimes } from '../form/paste/pasteTimes';

describePasteTimes(1);
