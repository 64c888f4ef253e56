import { chmod, copyFile, lstat, mkdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { newKeyPair, opensshPrivateKey } from '../../../images/image/ssh-keys.ts'
import { run } from '../../../images/packages/shell.ts'

/** A Debian with systemd, udev, OpenSSH, sudo and dash. */
export const debianPackages = [
  ...['systemd-sysv', 'udev', 'kmod', 'openssh-server', 'sudo', 'dash', 'bash', 'login', 'mount'],
  ...['base-files', 'base-passwd', 'coreutils', 'grep', 'sed', 'util-linux', 'ioport'],
]

/** Not 22, so that it has to be told. */
export const sshdPort = 2200

/** What a running system does without. */
const ballast = ['doc', 'man', 'locale', 'info', 'perl', 'bash-completion', 'zoneinfo'].map(
  name => `usr/share/${name}`,
)

/**
 * Makes unpacked packages a system that boots: the little of their installation scripts that matters. `tester` and
 * `visitor` may log in with the key, and `tester` may use sudo without a password; root may not log in.
 */
export async function settleDebian(root: string, publicKey: string): Promise<void> {
  for (const path of ballast) await rm(join(root, path), { recursive: true, force: true })
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) await mergeIntoUsr(root, name)
  const hostKey = opensshPrivateKey(newKeyPair(), 'host')
  const files: Record<string, string> = {
    ...(await accounts(root)),
    ...signingOn,
    'etc/hostname': 'own\n',
    'etc/hosts': '127.0.0.1 localhost own\n',
    'etc/machine-id': '0123456789abcdef0123456789abcdef\n',
    'etc/fstab': '/dev/vda1 / ext2 defaults 0 0\n',
    'etc/systemd/network/wired.network': '[Match]\nType=ether\n[Network]\nDHCP=ipv4\n',
    'etc/ssh/sshd_config.d/port.conf': `Port ${sshdPort}\nPermitRootLogin no\n`,
    'home/tester/.ssh/authorized_keys': `${publicKey}\n`,
    'home/visitor/.ssh/authorized_keys': `${publicKey}\n`,
  }
  for (const [path, text] of Object.entries(files)) await write(join(root, path), text, 0o644)
  await write(join(root, 'etc/ssh/ssh_host_ed25519_key'), hostKey, 0o600)
  await write(join(root, 'etc/sudoers.d/tester'), 'tester ALL=(ALL) NOPASSWD: ALL\n', 0o440)
  await copyFile(join(root, 'usr/share/openssh/sshd_config'), join(root, 'etc/ssh/sshd_config'))
  await enable(root, ['ssh.service', 'systemd-networkd.service'])
  for (const path of ['etc/.updated', 'var/.updated']) await markUpdated(join(root, path))
}

const signingOn = {
  'etc/pam.d/common-auth': 'auth required pam_deny.so\n',
  'etc/pam.d/common-account': 'account required pam_unix.so\n',
  'etc/pam.d/common-password': 'password required pam_deny.so\n',
  'etc/pam.d/common-session': 'session required pam_unix.so\n',
  'etc/pam.d/common-session-noninteractive': 'session required pam_unix.so\n',
}

async function accounts(root: string): Promise<Record<string, string>> {
  const [users, groups] = await Promise.all(
    ['passwd', 'group'].map(name => readFile(join(root, `usr/share/base-passwd/${name}.master`), 'utf8')),
  )
  const passwd = [
    (users ?? '').replaceAll(':*:', ':x:').trimEnd(),
    'sshd:x:100:65534::/run/sshd:/usr/sbin/nologin',
    'systemd-network:x:998:998::/:/usr/sbin/nologin',
    'tester:x:1000:100::/home/tester:/bin/sh',
    'visitor:x:1001:100::/home/visitor:/bin/sh',
    '',
  ].join('\n')
  return {
    'etc/passwd': passwd,
    'etc/group': `${(groups ?? '').trimEnd()}\nsystemd-network:x:998:\n`,
    'etc/shadow': passwd.replace(/^([^:\n]+):.*$/gm, '$1:*:19000:0:99999:7:::'),
  }
}

/** Newer than /usr, it spares every boot the building of caches that are thrown away with it (systemd-update-done). */
async function markUpdated(path: string): Promise<void> {
  await write(path, '', 0o644)
  const later = Date.now() / 1000 + 3600
  await utimes(path, later, later)
}

async function enable(root: string, units: readonly string[]): Promise<void> {
  const wants = join(root, 'etc/systemd/system/multi-user.target.wants')
  await mkdir(wants, { recursive: true })
  for (const unit of units) await symlink(`/lib/systemd/system/${unit}`, join(wants, unit))
  await symlink('/lib/systemd/system/multi-user.target', join(root, 'etc/systemd/system/default.target'))
}

/** Packages of bookworm and before have /bin and /usr/bin, systems only the one. */
async function mergeIntoUsr(root: string, name: string): Promise<void> {
  const apart = join(root, name)
  const there = await lstat(apart).catch(() => null)
  if (there?.isDirectory()) {
    await mkdir(join(root, 'usr', name), { recursive: true })
    await run(['cp', '-a', '--', `${apart}/.`, join(root, 'usr', name)])
    await rm(apart, { recursive: true })
  }
  if (!there?.isSymbolicLink()) await symlink(`usr/${name}`, apart)
}

async function write(path: string, text: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
  await chmod(path, mode)
}
