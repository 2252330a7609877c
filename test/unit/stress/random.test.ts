import { describeRandomOperations } from '../api/randomOperations';

describeRandomOperations(10_400);
