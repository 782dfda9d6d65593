using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ConsultCluster.Cluster.Media;
using ConsultCluster.Cluster.Telemetry;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Testing.Groups;
using ConsultCluster.Testing.Relays;
using ConsultCluster.Testing.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Cluster.Tests.State;

/// <summary>However many groups look for their sessions, few questions are out at a time.</summary>
public sealed class SessionSearchTests : IDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _clock = new();
    private readonly TaskCompletionSource _answers = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeRelay[] _relays;
    private readonly SessionSearch _search;
    private readonly ConcurrentQueue<(GroupId Group, RelayId Relay, int Sessions)> _found = [];

    public SessionSearchTests()
    {
        _relays = [.. Enumerable.Range(0, 100).Select(n => new FakeRelay($"relay-{n}") { AnswersQuestions = _answers.Task })];
        _search = new SessionSearch(Within, _clock, new GroupMetrics(_services.GetRequiredService<IMeterFactory>()), NullLogger.Instance);
    }

    private int Out => _relays.Sum(relay => relay.Questions.Length);

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Ask_ManyGroupsAndRelays_QuestionsAtATimeAreBoundedAndShared()
    {
        await HoldAsync(_relays[7], "g3", "g3", "g5", "other");
        var searches = Enumerable.Range(0, 50).Select(n => AskAsync($"g{n}", _relays)).ToArray();
        await Eventually.HoldsAsync(() => Out == SessionSearch.MostAtOnce);

        _answers.SetResult();
        await Task.WhenAll(searches);

        // The first questions were out before other groups came; from then on one is for all.
        Assert.InRange(Out, _relays.Length, _relays.Length + SessionSearch.MostAtOnce);
        Assert.Equal([("g3", 2), ("g5", 1)], _found.Select(found => (found.Group.Value, found.Sessions)).Order());
        Assert.All(_found, found => Assert.Equal(_relays[7].Id, found.Relay));
    }

    [Fact]
    public async Task Ask_OneGroup_AsksForItAlone()
    {
        _answers.SetResult();
        await HoldAsync(_relays[0], "g1", "g2");

        await AskAsync("g1", _relays[..2]);

        Assert.Equal<GroupId?>([new GroupId("g1")], _relays[0].Questions);
        Assert.Equal([("g1", 1)], _found.Select(found => (found.Group.Value, found.Sessions)));
    }

    [Fact]
    public async Task Ask_RelayDoesNotAnswer_IsDoneAfterItsTime()
    {
        var search = AskAsync("g1", _relays[..3]);
        await Eventually.HoldsAsync(() => Out == 3);

        await _clock.PassUntilAsync(search, Within);

        await search;
        Assert.Empty(_found);
    }

    [Fact]
    public async Task Ask_NoRelay_IsDone() => await AskAsync("g1", []);

    private Task AskAsync(string group, IReadOnlyCollection<IRelay> relays) =>
        _search.AskAsync(new GroupId(group), relays, (relay, held) => _found.Enqueue((new GroupId(group), relay.Id, held.Count)));

    private static async Task HoldAsync(FakeRelay relay, params string[] groups)
    {
        for (var n = 0; n < groups.Length; n++)
        {
            await relay.OpenSessionAsync(new SessionOrder(
                new GroupId(groups[n]), 1, new TerminalId($"t{n}"), Scene.Usual, [], Scene.Offer)).Value();
        }
    }
}
