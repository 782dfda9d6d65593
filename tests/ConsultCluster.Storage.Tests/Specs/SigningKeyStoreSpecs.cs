using System.Collections.Immutable;
using System.Security.Cryptography;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Storage.Tests.Specs;

/// <summary>What every store of signing keys owes.</summary>
public abstract class SigningKeyStoreSpecs : IAsyncLifetime
{
    private StoreFixture _fixture = null!;

    protected abstract Task<StoreFixture> CreateAsync();

    private ISigningKeyStore Keys => _fixture.Keys;

    public async Task InitializeAsync() => _fixture = await CreateAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Rotate_Twice_RetiresTheFirst()
    {
        var (first, second) = (NewKey(), NewKey());

        await Keys.RotateAsync("k1", first, StoreSamples.Start, StoreSamples.Audit());
        await Keys.RotateAsync("k2", second, StoreSamples.Start.AddDays(1), StoreSamples.Audit());

        var keys = await Keys.ListAsync();
        Assert.Equal(["k2", "k1"], keys.Select(k => k.Kid));
        Assert.Equal([SigningKeyState.Active, SigningKeyState.Retired], keys.Select(k => k.State));
        Assert.Equal(StoreSamples.Start.AddDays(1), keys[1].RetiredAt);
        Assert.Equal(first.ToArray(), keys[1].Pkcs8.ToArray());
        Assert.Equal(second.ToArray(), keys[0].Pkcs8.ToArray());
    }

    [Fact]
    public async Task AddFirst_SeveralAtOnce_OneIsAddedAndSigns()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 4).Select(i =>
            Keys.AddFirstAsync($"k{i}", NewKey(), StoreSamples.Start, StoreSamples.Audit())));

        Assert.Single(added, one => one);
        var key = Assert.Single(await Keys.ListAsync());
        Assert.Equal($"k{Array.IndexOf(added, true)}", key.Kid);
        Assert.Equal(SigningKeyState.Active, key.State);
    }

    [Fact]
    public async Task AddFirst_OneIsActive_ChangesNothing()
    {
        await Keys.RotateAsync("k1", NewKey(), StoreSamples.Start, StoreSamples.Audit());

        Assert.False(await Keys.AddFirstAsync("k2", NewKey(), StoreSamples.Start, StoreSamples.Audit()));
        Assert.Equal(["k1"], (await Keys.ListAsync()).Select(k => k.Kid));
    }

    [Fact]
    public async Task DeleteRetired_KeepsActiveAndYoung()
    {
        await Keys.RotateAsync("k1", NewKey(), StoreSamples.Start, StoreSamples.Audit());
        await Keys.RotateAsync("k2", NewKey(), StoreSamples.Start.AddDays(1), StoreSamples.Audit());
        await Keys.RotateAsync("k3", NewKey(), StoreSamples.Start.AddDays(5), StoreSamples.Audit());

        Assert.Equal(1, await Keys.DeleteRetiredAsync(StoreSamples.Start.AddDays(2)));
        Assert.Equal(["k3", "k2"], (await Keys.ListAsync()).Select(k => k.Kid));
    }

    [Fact]
    public async Task Secret_IsMadeOnceAndKept()
    {
        var made = 0;
        byte[] Make()
        {
            made++;
            return RandomNumberGenerator.GetBytes(32);
        }

        var first = await Keys.SecretAsync("patient-hash", Make);
        var again = await Keys.SecretAsync("patient-hash", Make);
        var other = await Keys.SecretAsync("other", Make);

        Assert.Equal(first.ToArray(), again.ToArray());
        Assert.NotEqual(first.ToArray(), other.ToArray());
        Assert.Equal(2, made);
    }

    [Fact]
    public async Task KeysAndSecrets_AreNotReadableAtRest()
    {
        var key = NewKey();
        await Keys.RotateAsync("k1", key, StoreSamples.Start, StoreSamples.Audit());
        var secret = await Keys.SecretAsync("s", () => RandomNumberGenerator.GetBytes(32));

        var bytes = await _fixture.BytesAtRestAsync();

        Assert.True(bytes.AsSpan().IndexOf(key.AsSpan()[40..72]) < 0);
        Assert.True(bytes.AsSpan().IndexOf(secret.AsSpan()) < 0);
        Assert.True(bytes.AsSpan().IndexOf("k1"u8) >= 0);
    }

    private static ImmutableArray<byte> NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return [.. key.ExportPkcs8PrivateKey()];
    }
}
