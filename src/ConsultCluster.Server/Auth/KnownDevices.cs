using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Auth;

/// <summary>
/// A cookie that says which accounts have signed in from a browser: a random device id with an HMAC, and for each account an HMAC of
/// both. Guesses of
/// others do not delay a person on such a device; the cookie lets nobody in.
/// </summary>
public sealed class KnownDevices(ISigningKeyStore store)
{
    private const string SecretName = "known-devices";
    private const int KeyBytes = 32;
    private const int IdBytes = 16;

    /// <summary>Half of the HMAC: 128 bits.</summary>
    private const int TagBytes = 16;

    /// <summary>Accounts of one browser, such as that of a ward; the first ones go.</summary>
    private const int MaxTags = 12;

    /// <summary>14 parts of 22 characters, and the separators.</summary>
    private const int MaxLength = 512;

    private const char Separator = '.';

    private byte[] _key = [];

    /// <summary>Reads the key, or makes it; before the first sign-in. Throws <see cref="StorageUnavailableException"/>.</summary>
    public async Task LoadAsync() => _key = [.. await store.SecretAsync(SecretName, () => RandomNumberGenerator.GetBytes(KeyBytes))];

    /// <summary>The device's id if the cookie is one of ours; null otherwise.</summary>
    /// <param name="cookie">As the browser sent it; anything.</param>
    public string? DeviceOf(string? cookie) => Parse(cookie).Device;

    /// <summary>The device's id if that account has signed in from it; null otherwise.</summary>
    /// <param name="cookie">As the browser sent it; anything.</param>
    public string? DeviceOf(string? cookie, PersonId? person)
    {
        var (device, tags) = Parse(cookie);
        return device is not null && person is { } known && tags.Any(tag => IsSame(tag, Tag($"{device}\n{known}"))) ? device : null;
    }

    /// <summary>The cookie of a browser from which that account has signed in now.</summary>
    /// <param name="cookie">The one that it has.</param>
    public string Remember(string? cookie, PersonId person)
    {
        var (known, tags) = Parse(cookie);
        var device = known ?? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        var tag = Tag($"{device}\n{person}");
        return string.Join(Separator, [device, Tag(device), .. tags.Where(other => other != tag).TakeLast(MaxTags - 1), tag]);
    }

    /// <summary>A device id that we made, and what may be tags of accounts.</summary>
    private (string? Device, string[] Tags) Parse(string? cookie) =>
        cookie is { Length: > 0 and < MaxLength }
        && cookie.Split(Separator) is [var device, var seal, .. var tags]
        && tags.Length <= MaxTags
        && IsSame(seal, Tag(device))
            ? (device, tags)
            : (null, []);

    private static bool IsSame(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));

    private string Tag(string text) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)).AsSpan(0, TagBytes));
}
