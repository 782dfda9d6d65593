using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using ConsultCluster.Ports.Stores;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace ConsultCluster.Server.Auth;

/// <summary>
/// The key of staff cookies where servers share a database: a secret of the installation, so that who signed in at one server is signed in
/// at all, without a folder that they share. One server alone keeps its keys in the data folder and renews them.
/// </summary>
internal sealed class ClusterCookieKeys(ISigningKeyStore store) : IXmlRepository
{
    private const string SecretName = "staff-cookies";

    /// <summary>What the framework's master keys have: 512 bits.</summary>
    private const int KeyBytes = 64;

    /// <summary>Before any installation, and after all: the key is not renewed, so a server that comes later never lacks it. Its cookies last 12 h.</summary>
    private const string From = "2020-01-01T00:00:00Z";
    private const string Until = "9999-01-01T00:00:00Z";

    private IReadOnlyCollection<XElement> _keys = [];

    /// <summary>Reads the key, or makes it; before the first cookie. Throws <see cref="StorageUnavailableException"/>.</summary>
    public async Task LoadAsync() =>
        _keys = [Element(await store.SecretAsync(SecretName, () => RandomNumberGenerator.GetBytes(KeyBytes)))];

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() => _keys;

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName) => throw new NotSupportedException("Keys of the cluster are not made one by one.");

    /// <summary>As the framework writes keys.</summary>
    private static XElement Element(ImmutableArray<byte> secret)
    {
        using var key = new Secret([.. secret]);
        var descriptor = new AuthenticatedEncryptorDescriptor(
            new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM }, key).ExportToXml();
        return new XElement(
            "key",
            new XAttribute("id", new Guid(SHA256.HashData([.. secret]).AsSpan(0, 16)).ToString("D", CultureInfo.InvariantCulture)),
            new XAttribute("version", 1),
            new XElement("creationDate", From),
            new XElement("activationDate", From),
            new XElement("expirationDate", Until),
            new XElement(
                "descriptor",
                new XAttribute("deserializerType", descriptor.DeserializerType.AssemblyQualifiedName!),
                descriptor.SerializedDescriptorElement));
    }
}
