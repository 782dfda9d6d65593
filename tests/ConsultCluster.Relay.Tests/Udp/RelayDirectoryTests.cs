using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Testing.Relays;

namespace ConsultCluster.Relay.Tests.Udp;

public class RelayDirectoryTests
{
    private static readonly RelayHome _here = new("here", "machine-1", "north");
    private static readonly RelayHome _there = new("there", "machine-2", "south");

    [Fact]
    public void Find_KnownAndUnknownIds_FindsOnlyKnown()
    {
        using var house = new RelayHouse(configure: o => o.Id = "relay-7");
        var directory = new RelayDirectory([house.Relay], _here);

        Assert.Same(house.Relay, directory.Find(new RelayId("relay-7")));
        Assert.Null(directory.Find(new RelayId("relay-8")));
        Assert.Equal<IRelay>([house.Relay], directory.All);
        var entry = Assert.Single(directory.Entries);
        Assert.Equal((_here, RelayState.Active), (entry.Home, entry.State));
    }

    [Fact]
    public void Add_RelayOfAnotherNode_IsListedAndReportedAndLeavesAgain()
    {
        var directory = new RelayDirectory([], _here);
        var changes = new List<RelayChange>();
        directory.Changed += changes.Add;
        var far = new FakeRelay("far-1");

        Assert.Null(directory.Add([Entry(far)]));
        Assert.Same(far, directory.Find(far.Id));
        Assert.Equal<IRelay>([far], directory.All);

        directory.Remove(far.Id);
        directory.Remove(far.Id);

        Assert.Empty(directory.Entries);
        Assert.Null(directory.Find(far.Id));
        Assert.Equal([(null, far), (far, null)], changes.Select(c => (c.Before?.Relay, c.After?.Relay)));
    }

    [Fact]
    public void Add_OneIdTaken_ListsNoneAndSaysWhich()
    {
        var directory = new RelayDirectory([], _here);
        directory.Add([Entry(new FakeRelay("far-2"))]);

        Assert.Equal(new RelayId("far-2"), directory.Add([Entry(new FakeRelay("far-1")), Entry(new FakeRelay("far-2"))]));
        Assert.Single(directory.Entries);
    }

    [Fact]
    public void SetState_SilentOrDraining_TakesNoSessionsButIsFound()
    {
        var directory = new RelayDirectory([], _here);
        var far = new FakeRelay("far-1");
        directory.Add([Entry(far)]);
        var states = new List<RelayState?>();
        directory.Changed += change => states.Add(change.After?.State);

        directory.SetState(far.Id, RelayState.Silent);
        Assert.Empty(directory.All);
        Assert.Same(far, directory.Find(far.Id));
        directory.SetState(far.Id, RelayState.Silent);
        directory.SetState(far.Id, RelayState.Draining);
        Assert.Empty(directory.All);
        directory.SetState(far.Id, RelayState.Active);
        directory.SetState(new RelayId("unknown"), RelayState.Silent);

        Assert.Equal<IRelay>([far], directory.All);
        Assert.Equal([RelayState.Silent, RelayState.Draining, RelayState.Active], states);
    }

    [Fact]
    public void MarkSilent_WhateverItsNodeReports_IsSilentUntilCleared()
    {
        var directory = new RelayDirectory([], _here);
        var far = new FakeRelay("far-1");
        directory.Add([Entry(far)]);
        var states = new List<RelayState?>();
        directory.Changed += change => states.Add(change.After?.State);

        directory.MarkSilent(far.Id, isSilent: true);
        directory.SetState(far.Id, RelayState.Draining);
        Assert.Empty(directory.All);
        directory.MarkSilent(far.Id, isSilent: false);
        directory.MarkSilent(far.Id, isSilent: false);
        directory.MarkSilent(new RelayId("unknown"), isSilent: true);

        Assert.Equal([RelayState.Silent, RelayState.Draining], states);
    }

    [Fact]
    public void MarkSilent_ThenItLeavesAndJoinsAgain_IsActive()
    {
        var directory = new RelayDirectory([], _here);
        var far = new FakeRelay("far-1");
        directory.Add([Entry(far)]);
        directory.MarkSilent(far.Id, isSilent: true);

        directory.Remove(far.Id);
        directory.Add([Entry(far)]);

        Assert.Equal<IRelay>([far], directory.All);
    }

    private static ListedRelay Entry(FakeRelay relay) => new(relay, _there, RelayState.Active);
}
