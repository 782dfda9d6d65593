using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Audit;
using ConsultCluster.Storage.Tests.Specs;

namespace ConsultCluster.Storage.Tests.Attacks;

/// <summary>
/// Somebody can write the database in every way, triggers included, and does not have the data key. Ten entries are on record, and a head was
/// exported at the tenth.
/// </summary>
public abstract class AuditForgery : IAsyncLifetime
{
    private const int Entries = 10;

    private StoreFixture _fixture = null!;
    private AuditHead _head = null!;
    private RecordedAudit? _lastForged;

    protected abstract Task<StoreFixture> CreateAsync();

    /// <summary>Runs SQL past the program.</summary>
    protected abstract Task RunAsync(StoreFixture fixture, string sql);

    /// <summary>SQL that takes all triggers of the audit away.</summary>
    protected abstract string Disarm { get; }

    /// <summary>SQL that puts them back where the server cannot go on without.</summary>
    protected abstract string Rearm { get; }

    /// <summary>SQL that says the audit ends there.</summary>
    protected abstract string EndAt(RecordedAudit last);

    /// <summary>SQL that adds an unsigned entry.</summary>
    protected abstract string InsertSql(long number, string action, string hash);

    /// <summary>SQL after which the database drops entries of the action <c>hushed</c> without a word, each in its way.</summary>
    protected abstract IReadOnlyList<string> Hush { get; }

    private IAuditStore Audit => _fixture.Audit;

    public async Task InitializeAsync()
    {
        _fixture = await CreateAsync();
        await AppendAsync(1, Entries);
        _head = await HeadAsync();
    }

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    [Trait("attack", "16")]
    public async Task CutTail_CounterSetBack_ExportedHeadNamesTheFirstThatIsGone()
    {
        var rows = await Audit.ReadAllAsync(0, 100);

        await ForgeAsync($"DELETE FROM audit WHERE number > 6; {EndAt(rows[5])}");

        // Six entries are a whole chain; only what is outside of the database knows of the others.
        Assert.True((await Audit.VerifyAsync()).Intact);
        Assert.Equal(new AuditVerification(6, 7) { Fault = AuditFault.CutTail }, await AgainstHeadsAsync(_head));
    }

    [Fact]
    [Trait("attack", "16")]
    public async Task CutTail_ThenTheServerGoesOn_ExportedHeadDiffers()
    {
        var rows = await Audit.ReadAllAsync(0, 100);
        await ForgeAsync($"DELETE FROM audit WHERE number > 6; {EndAt(rows[5])}");

        await AppendAsync(7, 20);

        Assert.Equal(AuditFault.Replaced, (await AgainstHeadsAsync(_head)).Fault);
    }

    [Fact]
    [Trait("attack", "16")]
    public async Task CutTail_CounterLeft_IsNamedWithoutAHead()
    {
        await ForgeAsync("DELETE FROM audit WHERE number > 6");

        Assert.Equal(new AuditVerification(6, 7) { Fault = AuditFault.CutTail }, await Audit.VerifyAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10)]
    [Trait("attack", "16")]
    public async Task Rewrite_AllHashesFromThereOn_NamesTheFirstRewritten(long from)
    {
        await ForgeAsync(await RewrittenFromAsync(from));

        Assert.Equal(new AuditVerification(from - 1, from) { Fault = AuditFault.WrongSignature }, await Audit.VerifyAsync());
    }

    [Fact]
    [Trait("attack", "16")]
    public async Task Rewrite_SignaturesTakenAway_AreMissedFromTheFirstOn()
    {
        await ForgeAsync(await RewrittenFromAsync(1, sign: false));

        Assert.True((await Audit.VerifyAsync()).Intact);
        Assert.Equal(new AuditVerification(0, 1) { Fault = AuditFault.WrongSignature }, await Audit.VerifyAsync(signedFrom: _head.SignedFrom));
        Assert.Equal(AuditFault.Replaced, (await AgainstHeadsAsync(_head)).Fault);
    }

    [Fact]
    [Trait("attack", "16")]
    public async Task Rewrite_WithAKeyOfOnesOwn_IsNotBelieved()
    {
        using var folder = new Postgres.KeyFolder();
        using var own = AuditKeys.Of(folder.Key);

        await ForgeAsync(await RewrittenFromAsync(3, keys: own));

        Assert.Equal(new AuditVerification(2, 3) { Fault = AuditFault.WrongSignature }, await Audit.VerifyAsync());
    }

    [Fact]
    [Trait("attack", "16")]
    public async Task Change_ContentAlone_IsChanged()
    {
        await ForgeAsync("UPDATE audit SET person_id = 'somebody' WHERE number = 4");

        Assert.Equal(new AuditVerification(3, 4) { Fault = AuditFault.Changed }, await Audit.VerifyAsync());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(10)]
    [Trait("attack", "16")]
    public async Task Change_SignatureAlone_IsNamed(long number)
    {
        await ForgeAsync($"UPDATE audit SET signature = (SELECT signature FROM audit WHERE number = 2) WHERE number = {number}");

        Assert.Equal(new AuditVerification(number - 1, number) { Fault = AuditFault.WrongSignature }, await Audit.VerifyAsync());
    }

    [Fact]
    [Trait("attack", "16")]
    public async Task Swap_TwoEntries_AreReordered()
    {
        await ForgeAsync("UPDATE audit SET number = -3 WHERE number = 3; UPDATE audit SET number = 3 WHERE number = 8; UPDATE audit SET number = 8 WHERE number = -3");

        Assert.Equal(new AuditVerification(2, 3) { Fault = AuditFault.Reordered }, await Audit.VerifyAsync());
    }

    [Fact]
    [Trait("attack", "16")]
    public async Task Delete_InTheMiddle_IsMissing()
    {
        await ForgeAsync("DELETE FROM audit WHERE number = 5");

        Assert.Equal(new AuditVerification(4, 5) { Fault = AuditFault.Missing }, await Audit.VerifyAsync());
    }

    [Fact]
    [Trait("attack", "16")]
    public async Task Delete_InTheMiddleAndLaterOnesMovedDown_IsNamed()
    {
        var moved = string.Join(' ', Enumerable.Range(6, 5).Select(number => $"UPDATE audit SET number = {number - 1} WHERE number = {number};"));

        await ForgeAsync($"DELETE FROM audit WHERE number = 5; {moved} {EndAt((await Audit.ReadAllAsync(8, 1))[0])}");

        Assert.Equal(new AuditVerification(4, 5) { Fault = AuditFault.Changed }, await Audit.VerifyAsync());
    }

    [Fact]
    [Trait("attack", "16")]
    public async Task Insert_InTheMiddleWithARightHash_IsInserted()
    {
        var rows = await Audit.ReadAllAsync(0, 100);
        var entry = StoreSamples.Audit("made.up");
        var hash = AuditHash.Of(AuditHash.Tie(rows[3]), 5, entry);
        var moved = string.Join(' ', Enumerable.Range(5, 6).Reverse().Select(number => $"UPDATE audit SET number = {number + 1} WHERE number = {number};"));

        await ForgeAsync($"{moved} {InsertSql(5, "made.up", hash)}; {EndAt(rows[9] with { Number = 11 })}");

        Assert.Equal(new AuditVerification(4, 5) { Fault = AuditFault.Inserted }, await Audit.VerifyAsync());
    }

    [Fact]
    [Trait("attack", "16")]
    public async Task Insert_AtTheEndWithoutTheKey_IsNamed()
    {
        var last = await Audit.LastAsync();
        var hash = AuditHash.Of(AuditHash.Tie(last!), 11, StoreSamples.Audit("made.up"));

        await RunAsync(_fixture, InsertSql(11, "made.up", hash));

        Assert.Equal(new AuditVerification(10, 11) { Fault = AuditFault.WrongSignature }, await Audit.VerifyAsync());
    }

    [Fact]
    [Trait("attack", "16")]
    public async Task Restore_OldCopyOfTheDatabase_ExportedHeadNamesWhatIsGone()
    {
        await RunAsync(_fixture, "CREATE TABLE copy AS SELECT * FROM audit");
        await AppendAsync(11, 15);
        var head = await HeadAsync();

        await ForgeAsync($"DELETE FROM audit; INSERT INTO audit SELECT * FROM copy; {EndAt((await Audit.ReadAllAsync(9, 1))[0])}");

        Assert.True((await Audit.VerifyAsync(signedFrom: 1)).Intact);
        Assert.Equal(new AuditVerification(10, 11) { Fault = AuditFault.CutTail }, await AgainstHeadsAsync(_head, head));
        await AppendAsync(11, 20);
        Assert.Equal(new AuditVerification(10, 11) { Fault = AuditFault.Replaced }, await AgainstHeadsAsync(_head, head));
    }

    /// <summary>More than a page, of which only the last signature is looked at while nothing is wrong.</summary>
    [Fact]
    [Trait("attack", "16")]
    public async Task Rewrite_InTheMiddleOfALongAudit_NamesTheFirstRewritten()
    {
        await _fixture.Groups.SaveAsync(StoreSamples.First() with { Audit = [.. Enumerable.Range(11, 2490).Select(i => StoreSamples.Audit($"a{i}"))] });
        Assert.Equal(new AuditVerification(2500, null), await Audit.VerifyAsync());

        await ForgeAsync(await RewrittenFromAsync(1503));

        Assert.Equal(new AuditVerification(1502, 1503) { Fault = AuditFault.WrongSignature }, await Audit.VerifyAsync());
    }

    /// <summary>No page began there, and yet such an entry is shown among those of its group.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(-7)]
    [InlineData(long.MinValue)]
    [Trait("attack", "16")]
    public async Task Insert_BeforeTheFirst_IsInserted(long number)
    {
        await ForgeAsync(InsertSql(number, "made.up", "00"));

        Assert.Equal(new AuditVerification(0, number) { Fault = AuditFault.Inserted }, await Audit.VerifyAsync());
    }

    /// <summary>The entry was never written, so that no check could miss it later.</summary>
    [Fact]
    [Trait("attack", "16")]
    public async Task Append_ThatTheDatabaseDrops_IsRefused()
    {
        for (var i = 0; i < Hush.Count; i++)
        {
            await ForgeAsync(Hush[i]);

            await Assert.ThrowsAsync<StorageUnavailableException>(() => Audit.AppendAsync(StoreSamples.Audit("hushed")));
            await Audit.AppendAsync(StoreSamples.Audit("said"));
            Assert.Equal(new AuditVerification(Entries + i + 1, null), await Audit.VerifyAsync());
        }
    }

    /// <summary>Every row at and after that number, made anew with another person, and hashes that fit.</summary>
    private async Task<string> RewrittenFromAsync(long from, bool sign = true, AuditKeys? keys = null)
    {
        var tie = from == 1 ? AuditHash.Genesis : AuditHash.Tie((await Audit.ReadNumbersAsync([from - 1]))[0]);
        var sql = new System.Text.StringBuilder();
        for (var after = from - 1; await Audit.ReadAllAsync(after, 1000) is { IsEmpty: false } rows; after = rows[^1].Number)
        {
            foreach (var row in rows)
            {
                var entry = row.Entry with { By = new PersonId("somebody") };
                var hash = AuditHash.Of(tie, row.Number, entry);
                // Somebody without the key leaves the signature, or puts in that of a key of their own.
                var signature = !sign ? null : keys is null ? new AuditSignature(row.Key!, row.Signature!) : keys.SignEntry(hash);
                tie = AuditHash.Tie(hash, signature?.Value);
                sql.Append(System.Globalization.CultureInfo.InvariantCulture, $"UPDATE audit SET person_id = 'somebody', hash = '{hash}', signed_by = {Text(signature?.Key)}, signature = {Text(signature?.Value)} WHERE number = {row.Number}; ");
                _lastForged = row with { Hash = hash };
            }
        }

        return sql.Append(EndAt(_lastForged!)).ToString();
    }

    private static string Text(string? value) => value is null ? "NULL" : $"'{value}'";

    private Task ForgeAsync(string sql) => RunAsync(_fixture, $"{Disarm} {sql}; {Rearm}");

    private async Task AppendAsync(int first, int last)
    {
        for (var i = first; i <= last; i++)
        {
            await Audit.AppendAsync(StoreSamples.Audit($"a{i}"));
        }
    }

    private async Task<AuditHead> HeadAsync() =>
        AuditHead.Sign(_fixture.AuditKeys, (await Audit.LastAsync())!, (await Audit.FirstSignedAsync())!.Value, StoreSamples.Start, "server")!;

    private Task<AuditVerification> AgainstHeadsAsync(params AuditHead[] heads) => new AuditHeadCheck(Audit).RunAsync(heads.ToAsyncEnumerable());
}
