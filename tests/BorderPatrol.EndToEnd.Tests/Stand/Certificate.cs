using System.Security.Cryptography.X509Certificates;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>A key and a certificate that it has signed itself.</summary>
public sealed class Certificate
{
    /// <summary>Makes both.</summary>
    /// <param name="folder">Where they go.</param>
    /// <param name="names">Subject alternative names, for example <c>IP:192.168.0.1</c>.</param>
    public Certificate(Folder folder, params string[] names)
    {
        Key = folder.At("key.pem");
        Chain = folder.At("certificate.pem");
        Command.Run(
            Require.Program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=test", "-addext", $"subjectAltName={string.Join(',', names)}", "-keyout", Key, "-out", Chain).Succeeded();
    }

    /// <summary>The private key, in PEM; only its owner may read it.</summary>
    public string Key { get; }

    /// <summary>The certificate, in PEM.</summary>
    public string Chain { get; }

    /// <summary>SHA-1 of the certificate, in hex.</summary>
    public string Fingerprint
    {
        get
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(Chain);
            return certificate.GetCertHashString();
        }
    }
}
