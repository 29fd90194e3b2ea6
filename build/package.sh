#!/usr/bin/env bash
# Makes the packages of what stands in out/Ultrafarma.Cluster, in out/packages: the same bytes for the same build. build.sh compiles before.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
manifest=Ultrafarma.Cluster.psd1 module=out/Ultrafarma.Cluster target=out/packages
[ -e "$module/$manifest" ] || { echo "There is no $module: run ./build.sh build first." >&2; exit 1; }
value() { sed -n "s/^ *$1 *= '\(.*\)'\$/\1/p" "$manifest"; }
version=$(value ModuleVersion)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What PSResourceGet writes into a package of its own: what Find-PSResource looks for.
tags() {
    echo PSModule
    sed -n "s/^ *Tags *= @(\(.*\))\$/\1/p" "$manifest" | tr -d "',"
    echo PSIncludes_Cmdlet
    sed -n "/CmdletsToExport/,/)/s/^ *'\([^']*\)',\{0,1\}\$/PSCmdlet_\1 PSCommand_\1/p" "$manifest"
}

specification() {
    cat <<NUSPEC
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata>
    <id>Ultrafarma.Cluster</id>
    <version>$version</version>
    <authors>$(value Author)</authors>
    <owners>$(value CompanyName)</owners>
    <requireLicenseAcceptance>false</requireLicenseAcceptance>
    <license type="expression">MIT</license>
    <projectUrl>$(value ProjectUri)</projectUrl>
    <description>$(value Description)</description>
    <releaseNotes>$(value ReleaseNotes)</releaseNotes>
    <copyright>$(value Copyright)</copyright>
    <tags>$(tags | xargs)</tags>
  </metadata>
</package>
NUSPEC
}

# A repository's package is a zip by the Open Packaging Conventions. dotnet pack puts a random name and the time into one.
nupkg() {
    local tree=$work/nupkg
    mkdir -p "$tree/_rels"
    cp -r "$module/." "$tree"
    specification >"$tree/Ultrafarma.Cluster.nuspec"
    cat >"$tree/_rels/.rels" <<'RELS'
<?xml version="1.0" encoding="utf-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/Ultrafarma.Cluster.nuspec" Id="R1" />
</Relationships>
RELS
    {
        echo '<?xml version="1.0" encoding="utf-8"?>'
        echo '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        echo '  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" />'
        (cd "$tree" && find . -type f -name '*.*' ! -name .rels | sed 's/.*\.//' | sort -u) |
            sed 's|.*|  <Default Extension="&" ContentType="application/octet" />|'
        (cd "$tree" && find . -type f ! -name '*.*' | sort) |
            sed 's|^\.\(.*\)|  <Override PartName="\1" ContentType="application/octet" />|'
        echo '</Types>'
    } >"$tree/[Content_Types].xml"
    find "$tree" -exec touch -h -d 1980-01-01T00:00:00Z {} +
    (cd "$tree" && find . -type f | sed 's|^\./||' | LC_ALL=C sort | TZ=UTC zip -q -X -@ - ) >"$1"
}

# archive FOLDER NAME FILE: a folder as a tar under another name.
archive() {
    tar --create --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX \
        --directory "$1" --transform "s|^\.|$2|" . | gzip -n >"$3"
}

rm -rf "$target"
mkdir -p "$target"
nupkg "$target/Ultrafarma.Cluster.$version.nupkg"
# A folder of the version, as PowerShell wants it, so that two versions can stand side by side.
archive "$module" "Ultrafarma.Cluster/$version" "$target/Ultrafarma.Cluster-$version.tar.gz"
# Without its references: building the module anew would empty out/Ultrafarma.Cluster.
dotnet publish src/Ultrafarma.Cluster.Shell -c Release -r linux-x64 --self-contained -v quiet -nologo \
    -p:BuildProjectReferences=false -o "$work/ufcluster"
archive "$work/ufcluster" "ufcluster-$version" "$target/ufcluster-$version-linux-x64.tar.gz"
(cd "$target" && sha256sum -- *.nupkg *.tar.gz >SHA256SUMS)
ls "$target" | sed "s|^|$target/|"
