using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Nodes;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Relay.Remote.Control;
using ConsultCluster.Relay.Remote.Tests.Harness;
using ConsultCluster.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Relay.Remote.Tests;

/// <summary>What joins cost the database, and what they do without it.</summary>
public sealed class NodeRegisterTests : IDisposable
{
    private readonly BookInMemory _store = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly NodeRegister _register;

    public NodeRegisterTests() => _register = new NodeRegister(_store, new NodeAdmission(), _clock, NullLogger<NodeRegister>.Instance);

    public void Dispose() => _register.Dispose();

    [Fact]
    public async Task Ask_EnrolledNode_JoinsWhileTheDatabaseIsAway()
    {
        Assert.Equal(EnrolmentAnswer.Done, await _register.AskAsync(Request("a", "edge", "key:k1")));
        _store.IsBroken = true;

        Assert.Equal(EnrolmentAnswer.Done, await _register.AskAsync(Request("a", "edge", string.Empty)));
        Assert.Equal(EnrolmentAnswer.Done, await _register.AskAsync(Request("a", "edge", string.Empty) with { Instance = "i-2" }));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => _register.AskAsync(Request("b", "other", "key:k1")));
    }

    [Fact]
    public async Task Ask_StrangerThatAsksAThousandTimes_IsWrittenOnce()
    {
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(EnrolmentAnswer.Waiting, await _register.AskAsync(Request("a", $"edge-{i % 2}", string.Empty)));
        }

        Assert.Equal(1, _store.Writes);
        Assert.Single(_store.Audits);
    }

    [Fact]
    public async Task Change_HereAndElsewhere_IsAnnouncedAndNoticed()
    {
        var (changed, here) = (0, 0);
        _register.Changed += _ => changed++;
        _register.ChangedHere += () => here++;
        await _register.AskAsync(Request("a", "edge", "key:k1"));
        Assert.Equal(1, here);
        await _store.ChangeAsync(book => Enrolment.Revoke(book, "a", new PersonId("p-1"), "192.0.2.7", _clock.GetUtcNow()));

        await _register.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => _register.Book.Find("a")!.State == EnrolmentState.Revoked, "it is read");
        await _register.StopAsync(CancellationToken.None);

        Assert.Equal(EnrolmentAnswer.Revoked, await _register.AskAsync(Request("a", "edge", "key:k1")));
        Assert.Equal(1, here);
        Assert.True(changed >= 2);
    }

    private static NodeRequest Request(string key, string node, string via) =>
        new(key, node, [1], ImmutableSortedDictionary<string, string>.Empty, "i-1", "192.0.2.7", "192.0.2.7", via, null);
}
