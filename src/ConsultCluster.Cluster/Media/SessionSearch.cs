using ConsultCluster.Cluster.Telemetry;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Relays;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Media;

/// <summary>
/// Asks relays which sessions they hold, for all groups of a silo. When a silo dies, its groups come to others within seconds: only a few questions are out at a time, and groups that
/// wait for the same relay share one. May be used from any thread.
/// </summary>
/// <param name="within">Longest wait for a relay's answer.</param>
internal sealed class SessionSearch(TimeSpan within, TimeProvider clock, GroupMetrics metrics, ILogger logger)
{
    /// <summary>Questions that are out at a time: at a round trip of 20 ms, 800 relays are asked within a second.</summary>
    internal const int MostAtOnce = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<RelayId, Question> _waiting = [];
    private readonly Queue<Question> _questions = [];
    private int _workers;

    /// <summary>Asks these relays; done when each has answered or failed.</summary>
    /// <param name="found">Called with the sessions of a relay that has any of the group's.</param>
    public Task AskAsync(GroupId group, IReadOnlyCollection<IRelay> relays, Action<IRelay, IReadOnlyList<HeldSession>> found)
    {
        var asker = new Asker(group, relays.Count, found);
        lock (_lock)
        {
            foreach (var relay in relays)
            {
                if (!_waiting.TryGetValue(relay.Id, out var question) || !ReferenceEquals(question.Relay, relay))
                {
                    question = new Question(relay, []);
                    _waiting[relay.Id] = question;
                    _questions.Enqueue(question);
                    if (_workers < MostAtOnce)
                    {
                        _workers++;
                        _ = Task.Run(WorkAsync);
                    }
                }

                question.Askers.Add(asker);
            }
        }

        return asker.Answered;
    }

    private async Task WorkAsync()
    {
        while (Next() is { } question)
        {
            await AskAsync(question);
            question.Askers.ForEach(static asker => asker.OnAnswered());
        }
    }

    private Question? Next()
    {
        lock (_lock)
        {
            if (!_questions.TryDequeue(out var question))
            {
                _workers--;
                return null;
            }

            if (_waiting.TryGetValue(question.Relay.Id, out var waiting) && ReferenceEquals(waiting, question))
            {
                _waiting.Remove(question.Relay.Id);
            }

            return question;
        }
    }

    private async Task AskAsync(Question question)
    {
        try
        {
            metrics.RelayAsked();
            GroupId? only = question.Askers is [var one] ? one.Group : null;
            var held = await question.Relay.ListSessionsAsync(only).WaitAsync(within, clock);
            var sessions = (held.Value ?? []).ToLookup(session => session.Group);
            foreach (var asker in question.Askers)
            {
                if (sessions.Contains(asker.Group))
                {
                    asker.Found(question.Relay, [.. sessions[asker.Group]]);
                }
            }
        }
        catch (Exception e)
        {
            ClusterLog.TakeUpFailed(logger, e, question.Relay.Id);
        }
    }

    /// <summary>One question to one relay.</summary>
    /// <param name="Askers">Groups that share its answer; no more join once it is out.</param>
    private sealed record Question(IRelay Relay, List<Asker> Askers);

    /// <summary>A group that waits for answers.</summary>
    private sealed class Asker
    {
        private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left;

        public Asker(GroupId group, int relays, Action<IRelay, IReadOnlyList<HeldSession>> found)
        {
            (Group, _left, Found) = (group, relays, found);
            if (relays == 0)
            {
                _answered.SetResult();
            }
        }

        public GroupId Group { get; }

        public Action<IRelay, IReadOnlyList<HeldSession>> Found { get; }

        public Task Answered => _answered.Task;

        public void OnAnswered()
        {
            if (Interlocked.Decrement(ref _left) == 0)
            {
                _answered.SetResult();
            }
        }
    }
}
