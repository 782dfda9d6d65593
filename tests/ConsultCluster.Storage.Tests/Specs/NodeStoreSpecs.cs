using System.Collections.Immutable;
using System.Text;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Nodes;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Storage.Tests.Specs;

/// <summary>What every store of relay nodes owes.</summary>
public abstract class NodeStoreSpecs : IAsyncLifetime
{
    private static readonly EnrolmentRules Rules = new(KeyLimit: 3, MaxWaiting: 8);
    private static readonly PersonId Keeper = new("p-keeper");

    private StoreFixture _fixture = null!;

    protected abstract Task<StoreFixture> CreateAsync();

    private INodeStore Nodes => _fixture.Nodes;

    public async Task InitializeAsync() => _fixture = await CreateAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Change_EveryState_IsReadBackAsItWas()
    {
        var code = new JoinCode("K7M2P", [.. Encoding.ASCII.GetBytes("a-verifier-that-nobody-may-read!")], StoreSamples.Start, Keeper, StoreSamples.Start.AddHours(1), null);
        await Nodes.ChangeAsync(book => Enrolment.AddCode(book, code, "192.0.2.1"));
        var kept = Assert.Single((await Nodes.ReadAsync()).Codes);
        Assert.Equal<byte>(code.Verifier, kept.Verifier);
        Assert.Equal((code.Id, code.CreatedAt, code.CreatedBy, code.ExpiresAt, code.UsedBy), (kept.Id, kept.CreatedAt, kept.CreatedBy, kept.ExpiresAt, kept.UsedBy));

        Assert.Equal(EnrolmentAnswer.Done, await AskAsync("a", "edge", Enrolment.ViaCode, "K7M2P"));
        Assert.Equal(EnrolmentAnswer.Waiting, await AskAsync("b", "other"));
        await Nodes.ChangeAsync(book => Enrolment.Revoke(book, "a", Keeper, "192.0.2.1", StoreSamples.Start));

        var book = await Nodes.ReadAsync();
        Assert.Empty(book.Codes.Where(one => one.IsValid(StoreSamples.Start)));
        var (a, b) = (book.Find("a")!, book.Find("b")!);
        Assert.Equal((EnrolmentState.Revoked, "edge", "192.0.2.7", "192.0.2.7", Enrolment.ViaCode, "i-1"), (a.State, a.Node, a.Address, a.Network, a.Via, a.Instance));
        Assert.Equal((StoreSamples.Start, StoreSamples.Start, "p-keeper"), (a.AskedAt, a.DecidedAt, a.DecidedBy));
        Assert.Equal<byte>([1, 2, 3], a.PublicKey);
        Assert.Equal("f-1", a.Fingerprints["edge-1"]);
        Assert.Equal((EnrolmentState.Waiting, null, string.Empty), (b.State, b.DecidedAt, b.DecidedBy));
        Assert.Equal(
            ["join_code.created", "node.enrolled", "node.waiting", "node.revoked"], (await _fixture.Audit.ReadAllAsync(0, 100)).Select(row => row.Entry.Action));
    }

    [Fact]
    public async Task Change_SeveralAtOnce_CountEachOther()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => AskAsync($"k{i}", $"node-{i}", "key:shared")));

        Assert.Equal(3, answers.Count(answer => answer == EnrolmentAnswer.Done));
        Assert.Equal(3, (await Nodes.ReadAsync()).Nodes.Count(node => node.State == EnrolmentState.Enrolled));
        Assert.True((await _fixture.Audit.VerifyAsync()).Intact);
    }

    [Fact]
    public async Task Change_OneNameAtOnce_IsOneNodes()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => AskAsync($"k{i}", "edge", "key:shared")));

        Assert.Equal(1, answers.Count(answer => answer == EnrolmentAnswer.Done));
        Assert.Equal(3, answers.Count(answer => answer == EnrolmentAnswer.NameTaken));
    }

    [Fact]
    public async Task Change_WaitingThatStopsAsking_IsDeleted()
    {
        await AskAsync("a", "edge");
        await Nodes.ChangeAsync(book => Enrolment.Ask(book, Request("b", "other", string.Empty, null), Rules, StoreSamples.Start.AddHours(1)));

        Assert.Equal("b", Assert.Single((await Nodes.ReadAsync()).Nodes).KeyId);
    }

    [Fact]
    public async Task Change_Code_IsNotReadableAtRest()
    {
        var code = new JoinCode("K7M2P", [.. Encoding.ASCII.GetBytes("a-verifier-that-nobody-may-read!")], StoreSamples.Start, Keeper, StoreSamples.Start.AddHours(1), null);
        await Nodes.ChangeAsync(book => Enrolment.AddCode(book, code, "192.0.2.1"));

        var bytes = await _fixture.BytesAtRestAsync();

        Assert.True(bytes.AsSpan().IndexOf("K7M2P"u8) >= 0);
        Assert.Equal(-1, bytes.AsSpan().IndexOf("a-verifier-that-nobody-may-read!"u8));
    }

    /// <summary>Asks until the database answers: a busy machine may keep the others waiting for longer than they do.</summary>
    private async Task<EnrolmentAnswer> AskAsync(string key, string node, string via = "", string? code = null)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return (await Nodes.ChangeAsync(book => Enrolment.Ask(book, Request(key, node, via, code), Rules, StoreSamples.Start))).Answer;
            }
            catch (StorageUnavailableException) when (tries < 60)
            {
            }
        }
    }

    private static NodeRequest Request(string key, string node, string via, string? code) => new(
        key, node, [1, 2, 3], ImmutableSortedDictionary<string, string>.Empty.Add(node + "-1", "f-1"), "i-1", "192.0.2.7", "192.0.2.7", via, code);
}
