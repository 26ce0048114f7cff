// A worker of somebody else in a process of its own, for tests that kill it: fetches one task, says its id, and never answers.
const [url = '', token = '', topic = ''] = process.argv.slice(2);
const response = await fetch(`${url}/api/external-task/fetchAndLock`, {
  method: 'POST',
  headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  body: JSON.stringify({ workerId: 'doomed', maxTasks: 1, asyncResponseTimeout: 10_000, topics: [{ topicName: topic, lockDuration: 60_000 }] }),
});
const [task] = (await response.json()) as { id: string }[];
process.send?.(task?.id ?? 'nothing');
setInterval(() => {}, 1000);
