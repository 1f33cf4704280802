// Upstream: pkg/controller/cronjob syncCronJob, cleanupFinishedJobs
import { formatRfc1123, formatTime, parseTime } from '../../base/index.ts';
import type { Writable } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, controllerReference, cronJobKind, isControlledBy, isConditionTrue, jobKind } from '../../kinds/index.ts';
import type { CronJob, CronJobStatus, Job, JobInput, ObjectReference } from '../../kinds/index.ts';
import { ScheduleError, parseCronSchedule } from '../../kinds/every-later.ts';
import type { ControllerContext, Requeue } from '../framework/context.ts';
import { isSetback } from '../framework/setback.ts';
import { unlessGone } from '../framework/unless-gone.ts';
import { isJobFinished } from '../job/job-state.ts';
import { InvalidScheduleError, dueTime, untilNextMs } from './missed-times.ts';
import type { Timetable } from './missed-times.ts';
import { Zone } from './zone-time.ts';

const scheduledAnnotation = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

/** One pass over a CronJob and the Jobs that it controls. */
export function* syncCronJob(context: ControllerContext, cronJob: CronJob, jobs: readonly Job[]): Process<Requeue> {
  return yield* new CronJobPass(context, cronJob).run(jobs);
}

/** In how long a CronJob whose schedule was changed is to be looked at; undefined when it can not be read. */
export function changedSchedule({ kernel, recorder }: ControllerContext, cronJob: CronJob): number | undefined {
  try {
    return untilNextMs(cronJob, timetableOf(cronJob), kernel.wallMs);
  } catch (error) {
    if (!isMistake(error)) throw error;
    recorder.record(cronJob, { type: 'Warning', reason: 'UnParseableCronJobSchedule', message: `unparseable schedule: ${cronJob.spec.schedule} : ${error.message}` });
    return undefined;
  }
}

function timetableOf({ spec: { schedule, timeZone } }: CronJob): Timetable {
  return { schedule: parseCronSchedule(schedule), zone: new Zone(timeZone) };
}

/** What somebody may have written into a spec, and the server lets pass: a zone that it alone knows, a day that never comes. */
const isMistake = (error: unknown): error is Error => error instanceof ScheduleError || error instanceof RangeError || error instanceof InvalidScheduleError;

class CronJobPass {
  private readonly context: ControllerContext;
  private cronJob: CronJob;
  private readonly status: Writable<CronJobStatus>;
  private isNews = false;

  constructor(context: ControllerContext, cronJob: CronJob) {
    this.context = context;
    this.cronJob = cronJob;
    this.status = { ...cronJob.status };
  }

  *run(jobs: readonly Job[]): Process<Requeue> {
    let failure: unknown;
    let requeue: Requeue = {};
    yield* this.forgetOld(jobs);
    try {
      yield* this.observe(jobs);
      requeue = yield* this.start();
    } catch (error) {
      if (!isSetback(error)) throw error;
      failure = error;
    }
    if (this.isNews) yield* this.context.client.of(cronJobKind).updateStatus({ ...this.cronJob, status: this.written() });
    if (failure !== undefined) throw failure;
    return requeue;
  }

  private written(): CronJobStatus {
    const { active = [], ...rest } = this.status;
    return active.length > 0 ? { ...rest, active } : rest;
  }

  private tell(type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.context.recorder.record(this.cronJob, { type, reason, message });
  }

  private isActive({ metadata: { uid } }: Job): boolean {
    return this.status.active?.some((each) => each.uid === uid) === true;
  }

  private dropActive(uid: string | undefined): void {
    this.status.active = (this.status.active ?? []).filter((each) => each.uid !== uid);
    this.isNews = true;
  }

  /** Deletes the oldest Jobs that have ended, beyond what is to be kept. */
  private *forgetOld(jobs: readonly Job[]): Process {
    const { successfulJobsHistoryLimit, failedJobsHistoryLimit } = this.cronJob.spec;
    for (const [type, limit] of [['Complete', successfulJobsHistoryLimit], ['Failed', failedJobsHistoryLimit]] as const) {
      const ended = jobs.filter(({ status }) => isConditionTrue(status.conditions, type)).toSorted(byStart);
      for (const job of ended.slice(0, Math.max(0, ended.length - limit))) yield* this.delete(job);
    }
  }

  /** Gives the refusal, if it was refused. */
  private *delete(job: Job): Process<Error | undefined> {
    try {
      yield* this.context.client.of(jobKind).delete(job.metadata, { propagationPolicy: 'Background' });
    } catch (error) {
      if (!isSetback(error)) throw error;
      this.tell('Warning', 'FailedDelete', `Deleted job: ${error.message}`);
      return error;
    }
    this.dropActive(job.metadata.uid);
    this.tell('Normal', 'SuccessfulDelete', `Deleted job ${job.metadata.name}`);
    return undefined;
  }

  /** Looks at what has become of the Jobs. */
  private *observe(jobs: readonly Job[]): Process {
    const { client } = this.context;
    for (const job of jobs) {
      const { name } = job.metadata;
      const isKnown = this.isActive(job);
      const isFinished = isJobFinished(job);
      if (!isKnown && !isFinished) {
        const fresh = yield* client.of(cronJobKind).get(this.cronJob.metadata);
        if (fresh.status.active?.some(({ uid }) => uid === job.metadata.uid)) {
          this.cronJob = fresh;
          Object.assign(this.status, fresh.status);
          continue;
        }
        this.tell('Warning', 'UnexpectedJob', `Saw a job that the controller did not create or forgot: ${name}`);
      } else if (isKnown && isFinished) {
        this.dropActive(job.metadata.uid);
        this.tell('Normal', 'SawCompletedJob', `Saw completed job: ${name}, condition: ${isConditionTrue(job.status.conditions, 'Complete') ? 'Complete' : 'Failed'}`);
      } else if (isConditionTrue(job.status.conditions, 'Complete')) {
        this.noteSuccess(job.status.completionTime);
      }
    }
    for (const { name = '', namespace, uid } of this.status.active ?? []) {
      if (jobs.some(({ metadata }) => metadata.uid === uid)) continue;
      if (yield* unlessGone(client.of(jobKind).get({ namespace, name }))) continue; // the cache does not show it yet
      this.tell('Normal', 'MissingJob', `Active job went missing: ${name}`);
      this.dropActive(uid);
    }
  }

  private noteSuccess(time: string | undefined): void {
    const { lastSuccessfulTime } = this.status;
    if (time === undefined || (parseTime(time) ?? 0) <= (parseTime(lastSuccessfulTime ?? '') ?? 0)) return;
    this.status.lastSuccessfulTime = time;
    this.isNews = true;
  }

  /** Makes the Job that is due, and says when the next one is. */
  private *start(): Process<Requeue> {
    const { cronJob, context: { kernel } } = this;
    const { schedule, timeZone, suspend, startingDeadlineSeconds, concurrencyPolicy } = cronJob.spec;
    if (cronJob.metadata.deletionTimestamp !== undefined || suspend) return {};
    let timetable: Timetable;
    let due: ReturnType<typeof dueTime>;
    try {
      timetable = timetableOf(cronJob);
      due = dueTime(this.asSeen(), timetable, kernel.wallMs);
    } catch (error) {
      if (!isMistake(error)) throw error;
      if (error instanceof RangeError) this.tell('Warning', 'UnknownTimeZone', `invalid timeZone: ${JSON.stringify(timeZone)}: unknown time zone ${timeZone ?? ''}`);
      else if (error instanceof ScheduleError) this.tell('Warning', 'UnparseableSchedule', `unparseable schedule: ${JSON.stringify(schedule)} : ${error.message}`);
      else this.tell('Warning', 'InvalidSchedule', `invalid schedule: ${schedule} : ${error.message}`);
      return {};
    }
    if (due.isTooMany) this.tell('Warning', 'TooManyMissedTimes', 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew');
    const { ms } = due;
    if (ms === undefined || this.isStarted(ms)) return this.next(timetable);
    if (startingDeadlineSeconds !== undefined && ms + startingDeadlineSeconds * 1_000 < kernel.wallMs) {
      this.tell('Warning', 'MissSchedule', `Missed scheduled time to start a job: ${formatRfc1123(ms)}`);
      return this.next(timetable);
    }
    const { active = [] } = this.status;
    if (concurrencyPolicy === 'Forbid' && active.length > 0) {
      this.tell('Normal', 'JobAlreadyActive', 'Not starting job because prior execution is running and concurrency policy is Forbid');
      return this.next(timetable);
    }
    if (concurrencyPolicy === 'Replace') yield* this.replace(active);
    const job = yield* this.create(ms, timetable.zone);
    if (job) {
      this.status.active = [...this.status.active ?? [], referenceTo(job)];
      this.status.lastScheduleTime = formatTime(ms);
      this.isNews = true;
    }
    return job ? this.next(timetable) : {};
  }

  private asSeen(): CronJob {
    return { ...this.cronJob, status: this.status };
  }

  private next(timetable: Timetable): Requeue {
    return { afterMs: untilNextMs(this.asSeen(), timetable, this.context.kernel.wallMs) };
  }

  private isStarted(ms: number): boolean {
    const { active = [], lastScheduleTime } = this.status;
    return lastScheduleTime === formatTime(ms) || active.some(({ name }) => name === jobName(this.cronJob, ms));
  }

  private *replace(active: readonly ObjectReference[]): Process {
    for (const { namespace, name = '' } of active) {
      let job: Job;
      try {
        job = yield* this.context.client.of(jobKind).get({ namespace, name });
      } catch (error) {
        if (error instanceof ApiError) this.tell('Warning', 'FailedGet', `Get job: ${error.message}`);
        throw error;
      }
      const refusal = yield* this.delete(job);
      if (refusal) throw refusal;
    }
  }

  /** The Job for that time; undefined when there is one already that is known or somebody else's. */
  private *create(ms: number, zone: Zone): Process<Job | undefined> {
    const jobs = this.context.client.of(jobKind);
    const wanted = jobFor(this.cronJob, ms, zone);
    try {
      const job = yield* jobs.create(wanted);
      this.tell('Normal', 'SuccessfulCreate', `Created job ${job.metadata.name}`);
      return job;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.reason !== 'AlreadyExists') {
        this.tell('Warning', 'FailedCreate', `Error creating job: ${error.message}`);
        throw error;
      }
      const job = yield* jobs.get({ namespace: this.cronJob.metadata.namespace, name: jobName(this.cronJob, ms) });
      return isControlledBy(job, this.cronJob) && !this.isActive(job) ? job : undefined;
    }
  }
}

const jobName = ({ metadata }: CronJob, ms: number): string => `${metadata.name}-${Math.floor(ms / 60_000)}`;

function jobFor(cronJob: CronJob, ms: number, zone: Zone): JobInput {
  const { metadata: { labels, annotations }, spec } = cronJob.spec.jobTemplate;
  const scheduled = `${formatTime(ms + zone.offsetMs(ms)).slice(0, -1)}${zone.offsetText(ms)}`;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: jobName(cronJob, ms),
      namespace: cronJob.metadata.namespace,
      ...(labels ? { labels } : {}),
      annotations: { ...annotations, [scheduledAnnotation]: scheduled },
      ownerReferences: [controllerReference(cronJob)],
    },
    spec,
  };
}

function referenceTo({ metadata: { name, namespace, uid, resourceVersion } }: Job): ObjectReference {
  return { kind: 'Job', namespace, name, uid, apiVersion: 'batch/v1', resourceVersion };
}

function byStart({ metadata: a, status: { startTime: left } }: Job, { metadata: b, status: { startTime: right } }: Job): number {
  if (left !== right) return left === undefined || (right !== undefined && left > right) ? 1 : -1;
  return a.name < b.name ? -1 : 1;
}
