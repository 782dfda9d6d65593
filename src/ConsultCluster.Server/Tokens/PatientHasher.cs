using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Server.Tokens;

/// <summary>
/// Turns patient information into the keyed hash that tokens carry. HMAC, because names and id numbers are few enough to try
/// all of them against a plain hash; bound to the group, so that hashes of one patient cannot be matched over consultations.
/// </summary>
/// <param name="key">32 random bytes of this installation.</param>
public sealed class PatientHasher(byte[] key)
{
    /// <summary>Length of <c>key</c> in bytes.</summary>
    public const int KeyLength = 32;

    /// <summary>Base64url HMAC-SHA256 over group and patient, every field with its length.</summary>
    public string Hash(GroupId group, Patient patient)
    {
        ArgumentNullException.ThrowIfNull(patient);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Append(hmac, group.Value);
        Append(hmac, patient.Name);
        Append(hmac, patient.Age?.ToString());
        Append(hmac, patient.Sex);
        Append(hmac, patient.IdNumber);
        Append(hmac, patient.Phone);
        return Base64Url.EncodeToString(hmac.GetHashAndReset());
    }

    private static void Append(IncrementalHash hmac, string? field)
    {
        var bytes = Encoding.UTF8.GetBytes(field ?? string.Empty);
        Span<byte> length = stackalloc byte[sizeof(int)];
        // A missing field and an empty one must differ.
        BinaryPrimitives.WriteInt32BigEndian(length, field is null ? -1 : bytes.Length);
        hmac.AppendData(length);
        hmac.AppendData(bytes);
    }
}
