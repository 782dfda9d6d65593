using System.Security.Cryptography;
using ConsultCluster.Storage.Keys;

namespace ConsultCluster.Storage.Tests.Keys;

public sealed class DataKeyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("consult-key-");

    private string KeyFile => Path.Combine(_folder.FullName, "data.key");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void OpenOrCreate_Twice_IsTheSameKeyForTheOwnerOnly()
    {
        using var first = DataKey.OpenOrCreate(KeyFile);
        using var second = DataKey.OpenOrCreate(KeyFile);

        Assert.Equal("hello"u8.ToArray(), second.Unprotect("n", first.Protect("n", "hello"u8)));
        Assert.Single(_folder.GetFiles());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        }
    }

    [Fact]
    public void Unprotect_ChangedMovedOrOfAnotherKey_IsRefused()
    {
        using var key = DataKey.OpenOrCreate(KeyFile);
        using var other = DataKey.OpenOrCreate(KeyFile + "2");
        var box = key.Protect("n", "hello"u8);
        var changed = box.ToArray();
        changed[^1] ^= 1;

        Assert.ThrowsAny<CryptographicException>(() => key.Unprotect("n", changed));
        Assert.ThrowsAny<CryptographicException>(() => key.Unprotect("other name", box));
        Assert.ThrowsAny<CryptographicException>(() => other.Unprotect("n", box));
        Assert.ThrowsAny<CryptographicException>(() => key.Unprotect("n", box.AsSpan(0, 10)));
    }

    [Fact]
    public void OpenOrCreate_HalfFile_IsRefused()
    {
        File.WriteAllBytes(KeyFile, new byte[5]);

        Assert.Throws<InvalidDataException>(() => DataKey.OpenOrCreate(KeyFile));
    }
}
