using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Storage.Tests.Specs;

/// <summary>What every audit owes.</summary>
public abstract class AuditStoreSpecs : IAsyncLifetime
{
    private StoreFixture _fixture = null!;

    protected abstract Task<StoreFixture> CreateAsync();

    /// <summary>Changes the database behind the program's back, as somebody with the file and the time would.</summary>
    protected abstract Task TamperAsync(StoreFixture fixture, Tampering how);

    private IAuditStore Audit => _fixture.Audit;

    public async Task InitializeAsync() => _fixture = await CreateAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Append_Entries_ComeBackInOrderAndChained()
    {
        await Audit.AppendAsync(StoreSamples.Audit("one", new GroupId("g1"), """{"a":"中文 \"quoted\""}"""));
        await Audit.AppendAsync(StoreSamples.Audit("two"));
        await Audit.AppendAsync(StoreSamples.Audit("three", new GroupId("g1")));

        var all = await Audit.ReadAllAsync(0, 100);
        Assert.Equal([1, 2, 3], all.Select(a => a.Number));
        Assert.Equal(["one", "two", "three"], all.Select(a => a.Entry.Action));
        Assert.Equal(StoreSamples.Audit("one", new GroupId("g1"), """{"a":"中文 \"quoted\""}"""), all[0].Entry);
        Assert.Equal(3, all.Select(a => a.Hash).Distinct().Count());
        Assert.Equal(["one", "three"], (await Audit.ReadAsync(new GroupId("g1"))).Select(a => a.Entry.Action));
        Assert.Equal("two", Assert.Single(await Audit.ReadAllAsync(1, 1)).Entry.Action);
        Assert.Equal(new AuditVerification(3, null), await Audit.VerifyAsync());
    }

    [Fact]
    public async Task Verify_Empty_IsIntact() => Assert.Equal(new AuditVerification(0, null), await Audit.VerifyAsync());

    [Fact]
    public async Task Append_AtOnce_KeepsTheChain()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => Audit.AppendAsync(StoreSamples.Audit($"a{i}")))));

        Assert.Equal(new AuditVerification(50, null), await Audit.VerifyAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public async Task Append_TimeFinerThanAMicrosecond_IsKeptToTheMicrosecondAndChained(long ticks)
    {
        var entry = StoreSamples.Audit() with { At = StoreSamples.Start.AddTicks(ticks) };

        await Audit.AppendAsync(entry);

        var kept = Assert.Single(await Audit.ReadAllAsync(0, 10)).Entry.At;
        Assert.InRange(kept, StoreSamples.Start, entry.At);
        Assert.Equal(TimeSpan.Zero, kept.Offset);
        Assert.Equal(new AuditVerification(1, null), await Audit.VerifyAsync());
    }

    [Fact]
    public async Task Append_TimeOfAnotherZone_IsTheSameMoment()
    {
        await Audit.AppendAsync(StoreSamples.Audit() with { At = StoreSamples.Start.ToOffset(TimeSpan.FromHours(8)) });

        Assert.Equal(StoreSamples.Start, Assert.Single(await Audit.ReadAllAsync(0, 10)).Entry.At);
        Assert.True((await Audit.VerifyAsync()).Intact);
    }

    [Theory]
    [InlineData(Tampering.ChangeThird, 3L)]
    [InlineData(Tampering.RemoveThird, 3L)]
    [InlineData(Tampering.RemoveLast, 5L)]
    [InlineData(Tampering.MoveTimeOfFirst, 1L)]
    public async Task Verify_Tampered_NamesTheFirstBroken(Tampering how, long broken)
    {
        for (var i = 1; i <= 5; i++)
        {
            await Audit.AppendAsync(StoreSamples.Audit($"a{i}"));
        }

        await TamperAsync(_fixture, how);

        Assert.Equal(broken, (await Audit.VerifyAsync()).FirstBroken);
    }

    /// <summary>What was done to five entries.</summary>
    public enum Tampering
    {
        ChangeThird,
        RemoveThird,
        RemoveLast,
        MoveTimeOfFirst,
    }
}
