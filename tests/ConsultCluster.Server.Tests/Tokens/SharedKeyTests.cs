using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Server.Tokens;
using ConsultCluster.Storage.Keys;
using ConsultCluster.Storage.Sqlite;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Server.Tests.Tokens;

/// <summary>Two servers on one database: each has its own connection and its own keys in memory.</summary>
public sealed class SharedKeyTests : IAsyncLifetime
{
    private static readonly PersonId Administrator = new("p-admin");

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly List<IDisposable> _open = [];
    private FaultySigningKeyStore _firstStore = null!;
    private FaultySigningKeyStore _secondStore = null!;
    private TokenKeys _first = null!;
    private TokenKeys _second = null!;

    public async Task InitializeAsync()
    {
        (_firstStore, _first) = await ServerAsync();
        (_secondStore, _second) = await ServerAsync();
    }

    public Task DisposeAsync()
    {
        _open.ForEach(one => one.Dispose());
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Load_BothFindNoKey_OneMakesItAndBothUseIt()
    {
        using var bothHaveLooked = new CountdownEvent(2);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task Meet()
        {
            if (!bothHaveLooked.IsSet && bothHaveLooked.Signal())
            {
                go.SetResult();
            }

            return go.Task;
        }

        (_firstStore.BeforeAnswer, _secondStore.BeforeAnswer) = (Meet, Meet);

        await Task.WhenAll(_first.LoadAsync(), _second.LoadAsync());

        Assert.Equal(_first.Active.Kid, _second.Active.Kid);
        Assert.Equal(_first.Active.Kid, Assert.Single(await _firstStore.ListAsync()).Kid);
    }

    [Fact]
    public async Task SigningKey_OtherServerRotated_IsTheNewOneWithinSeconds()
    {
        await LoadBothAsync();
        var kid = await _second.RotateAsync(Administrator, "192.0.2.1");

        _clock.Advance(TokenKeys.MaxSigningAge + TimeSpan.FromSeconds(1));

        Assert.Equal(kid, (await _first.SigningKeyAsync()).Kid);
    }

    [Fact]
    public async Task SigningKey_OtherServerRotatedAndOldKeyWasDeleted_SignsWithWhatIsOnRecord()
    {
        await LoadBothAsync();
        await _second.RotateAsync(Administrator, "192.0.2.1");
        _clock.Advance(TokenKeys.Retention + TimeSpan.FromMinutes(1));
        await _second.LoadAsync();

        var signs = await _first.SigningKeyAsync();

        Assert.Equal([signs.Kid], (await _secondStore.ListAsync()).Select(k => k.Kid));
    }

    [Fact]
    public async Task SigningKey_KeysCannotBeRead_RefusesRatherThanSignWithOneThatMayBeRetired()
    {
        await LoadBothAsync();
        _firstStore.IsBroken = true;

        Assert.Equal(_first.Active, await _first.SigningKeyAsync());
        _clock.Advance(TokenKeys.MaxSigningAge + TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<StorageUnavailableException>(_first.SigningKeyAsync);

        _firstStore.IsBroken = false;
        _clock.Advance(TokenKeys.MinReloadInterval);
        Assert.Equal(_second.Active.Kid, (await _first.SigningKeyAsync()).Kid);
    }

    [Fact]
    public async Task Reload_AskedWhileOneIsUnderway_ReadsOnceMoreForAll()
    {
        await LoadBothAsync();
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _firstStore.BeforeAnswer = () =>
        {
            reading.TrySetResult();
            return answer.Task;
        };
        _clock.Advance(TokenKeys.MinReloadInterval);
        var before = _firstStore.Lists;
        var underway = _first.ReloadAsync();
        await reading.Task.InTimeAsync();

        var kid = await _second.RotateAsync(Administrator, "192.0.2.1");
        var late = Enumerable.Range(0, 100).Select(_ => _first.ReloadAsync()).ToArray();
        await Eventually.HoldsAsync(() => _clock.PendingTimers == 1, "the next reload waits");
        _clock.Advance(TokenKeys.MinReloadInterval);
        answer.SetResult();
        await underway;
        await Task.WhenAll(late);

        Assert.NotNull(_first.Find(kid));
        Assert.Equal(before + 2, _firstStore.Lists);
    }

    [Fact]
    public async Task Reload_SecondWithinTheInterval_WaitsForItsEnd()
    {
        await LoadBothAsync();
        var before = _firstStore.Lists;

        var reload = _first.ReloadAsync();
        await Eventually.HoldsAsync(() => _clock.PendingTimers == 1, "the reload waits");
        Assert.Equal(before, _firstStore.Lists);

        _clock.Advance(TokenKeys.MinReloadInterval);
        await reload;
        Assert.Equal(before + 1, _firstStore.Lists);
    }

    private async Task LoadBothAsync()
    {
        await _first.LoadAsync();
        await _second.LoadAsync();
    }

    private async Task<(FaultySigningKeyStore Store, TokenKeys Keys)> ServerAsync()
    {
        var database = new SqliteDatabase(new SqliteOptions { Path = Path.Combine(_folder.Path, "consult.db") });
        var dataKey = DataKey.OpenOrCreate(Path.Combine(_folder.Path, "data.key"));
        _open.AddRange([database, dataKey]);
        await database.MigrateAsync();
        var store = new FaultySigningKeyStore(new SqliteSigningKeyStore(database, dataKey));
        return (store, new TokenKeys(store, _clock));
    }
}
